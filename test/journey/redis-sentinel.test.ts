import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  getMe,
  newPerson,
  register,
  requestCode,
  wrongCode,
} from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import {
  type MailMock,
  RUNTIMES,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { scattered } from "../support/scattered.ts";
import { type RedisProcess, WELL_AGAIN_MS } from "../support/redis-process.ts";
import { startRedisSentinel } from "../support/redis-sentinel.ts";
import type { TestService } from "../support/service.ts";
import { AS_PROMISED, takeWholeJourney } from "../support/whole-journey.ts";

type Requester = Pick<TestService, "request">;

const BUDGET = 10;
const FAULTS = ["kill", "freeze", "kill, before its replica had the last writes"] as const;

/** Guesses at somebody's 4-digit codes until they are long; how many were wrong, and what else was answered. */
async function guessUntilLong(
  client: Requester,
  mock: MailMock,
  person: Person,
): Promise<{ wrong: number; others: Set<string> }> {
  let wrong = 0;
  const others = new Set<string>();
  const note = async (response: Response): Promise<string> => {
    const { code } = await json(response);
    others.add(`${response.status} ${code}`);
    return code;
  };
  let mail = await mock.mailTo(person.email);
  for (let code = codeIn(mail), number = 1; code.length === 4; number++) {
    const guess = await activate(client, person, wrongCode(code, number));
    if (guess.status === 400) wrong++;
    else if ((await note(guess)) !== "unavailable") {
      const { id } = mail;
      for (;;) {
        const sent = await requestCode(client, person);
        if (sent.status === 202) break;
        await note(sent);
      }
      while (mail.id === id) mail = await mock.mailTo(person.email);
      code = codeIn(mail);
    }
  }
  return { wrong, others };
}

/** The records of all codes that a server has. */
async function codesOn(server: RedisProcess): Promise<unknown[]> {
  const keys = (await server.ask("KEYS", "code:*")) as string[];
  return Promise.all(keys.toSorted().map(async (key) => [key, await server.ask("GET", key)]));
}

describe.each(RUNTIMES)("behind Redis Sentinel, on %s", (runtime) => {
  test("all that the service does is done", async ({ expect }) => {
    await using redis = await startRedisSentinel();
    const { seen } = await takeWholeJourney(runtime, { REDIS_URL: redis.url });
    expect(seen).toEqual(AS_PROMISED);
    expect(await redis.primary.ask("DBSIZE")).toBeGreaterThan(0);
  });

  test.for(FAULTS)(
    "a primary that is gone (%s) is 503 for a moment and nothing else; its replica gives no guess more",
    async (fault, { expect }) => {
      await using redis = await startRedisSentinel();
      await using mock = await startMailMock();
      await using service = await startServiceProcess(runtime, {
        DATABASE_URL: await createDatabase(),
        REDIS_URL: redis.url,
        EMAIL_API_URL: mock.url,
        TRUSTED_PROXIES: "1",
        CODE_BUDGET: String(BUDGET),
        CODE_RESEND_SECONDS: "1",
        CODE_RESEND_LATER_SECONDS: "1",
      });
      const client = scattered(clientOf(service));
      const victim = newPerson();
      const bystanders = Array.from({ length: 5 }, newPerson);
      for (const person of [...bystanders, victim])
        expect((await register(client, person)).status).toBe(202);
      const first = codeIn(await mock.mailTo(victim.email));
      if (fault.includes("last writes")) await redis.cutReplica();
      for (let i = 1; i <= 3; i++)
        expect((await activate(client, victim, wrongCode(first, 9000 + i))).status).toBe(400);

      const seen = new Set<number>();
      const areServed = async (): Promise<boolean> => {
        const answers = await Promise.all(bystanders.map((person) => getMe(client, person)));
        for (const { status } of answers) seen.add(status);
        return answers.every(({ status }) => status === 200);
      };
      expect(await areServed()).toBe(true);
      // Only then the replica knows of fewer guesses (control).
      const isBehind =
        JSON.stringify(await codesOn(redis.replica)) !==
        JSON.stringify(await codesOn(redis.primary));
      expect(isBehind).toBe(fault.includes("last writes"));
      if (fault === "freeze") redis.primary.signal("SIGSTOP");
      else await redis.primary.kill();
      const promotedAt = redis.promoted().then(() => performance.now());
      const attack = guessUntilLong(client, mock, victim);
      while (!(await areServed()) && !seen.has(500));
      const servedAt = performance.now();
      expect(servedAt - (await promotedAt)).toBeLessThan(WELL_AGAIN_MS);
      expect(String(await redis.replica.ask("INFO", "replication"))).toContain("role:master");
      const { wrong, others } = await attack;
      for (let i = 0; i < 5; i++) await areServed();
      expect(seen).toEqual(new Set([200, 503]));
      expect(wrong + 3).toBeLessThanOrEqual(BUDGET);
      expect([...others].toSorted()).toEqual(
        expect.arrayContaining(["410 code_expired", "503 unavailable"]),
      );
      for (const answer of others)
        expect([
          "410 code_expired",
          "503 unavailable",
          "429 code_exhausted",
          "429 resend_too_soon",
        ]).toContain(answer);
      // Whom the failover cost a code gets another one.
      const long = codeIn(await mock.mailTo(victim.email));
      expect((await activate(client, victim, long)).status).toBe(200);
      if (fault === "freeze") redis.primary.signal("SIGCONT");
    },
  );
});
