import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, register, wrongCode } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { type OwnRedis, startOwnRedis } from "../support/own-redis.ts";
import { sendOtp } from "../support/otp.ts";
import {
  type MailMock,
  RUNTIMES,
  type RunningProcess,
  type Runtime,
  clientOf,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { busyScript } from "../support/busy-script.ts";
import { scattered } from "../support/scattered.ts";
import { WELL_AGAIN_MS } from "../support/redis-process.ts";
import type { TestService } from "../support/service.ts";

type Client = Pick<TestService, "request">;

/** What the contract promises while a store is away; a request that takes longer fails its test. */
const ANSWER_MAX_MS = 2500;
const SCRIPT_SECONDS = 5;

const startBeside = async (
  runtime: Runtime,
  redis: OwnRedis,
  mock: MailMock,
): Promise<RunningProcess> =>
  startServiceProcess(runtime, {
    DATABASE_URL: await createDatabase(),
    REDIS_URL: redis.url,
    EMAIL_API_URL: mock.url,
    TRUSTED_PROXIES: "1",
    LIMITS: "enforce",
  });

/** No limit is reached, and each request has the promised time. */
const patientOf = (service: RunningProcess): Client =>
  scattered({
    request: (path, init) =>
      clientOf(service).request(path, { ...init, signal: AbortSignal.timeout(ANSWER_MAX_MS) }),
  });

const statusesOf = async (answers: Promise<Response>[]): Promise<Set<number>> =>
  new Set((await Promise.all(answers)).map(({ status }) => status));

/** Clients that do all that writes to Redis, again and again; what they were answered since it was asked last. */
function startLoad(client: Client, person: ReturnType<typeof newPerson>) {
  let seen: Record<number, number> = {};
  const over = new AbortController();
  const once = (i: number): Promise<Response> =>
    [
      () => register(client, newPerson()),
      () => getMe(client, person),
      () => sendOtp(client, newPerson().email),
    ][i % 3]?.() ?? Promise.reject(new Error("there is nothing to do"));
  const running = Array.from({ length: 6 }, async (_, i) => {
    while (!over.signal.aborted) {
      const { status } = await once(i);
      seen[status] = (seen[status] ?? 0) + 1;
    }
  });
  return {
    takeSeen(): Record<number, number> {
      const given = seen;
      seen = {};
      return given;
    },
    seen: (status: number): number => seen[status] ?? 0,
    async stop() {
      over.abort();
      await Promise.all(running);
    },
  };
}

describe.each(RUNTIMES)("while Redis is there and does not serve, on %s", (runtime) => {
  test("as a replica under load: 503, no limit and no fault, and soon well when it is the primary again", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis({ isSingle: true });
    await using mock = await startMailMock();
    await using service = await startBeside(runtime, redis, mock);
    const client = patientOf(service);
    const person = newPerson();
    expect((await register(client, person)).status).toBe(202);
    const code = codeIn(await mock.mailTo(person.email));
    const load = startLoad(client, person);
    const isServed = (): Promise<void> => expect.poll(() => load.seen(202)).toBeGreaterThan(5);
    await isServed();
    expect(Object.keys(load.takeSeen())).not.toContain("429");

    for (let times = 0; times < 3; times++) {
      await redis.ask("REPLICAOF", "127.0.0.1", "1");
      await expect.poll(() => load.seen(503)).toBeGreaterThan(30);
      // What was under way has been answered by now: from here on nothing is accepted.
      load.takeSeen();
      expect((await activate(client, person, wrongCode(code))).status).toBe(503);
      await expect.poll(() => load.seen(503)).toBeGreaterThan(10);
      expect(Object.keys(load.takeSeen())).toEqual(["503"]);

      await redis.ask("REPLICAOF", "NO", "ONE");
      const primaryAt = performance.now();
      while ((await register(client, newPerson())).status !== 202)
        expect(performance.now() - primaryAt).toBeLessThan(WELL_AGAIN_MS);
      await isServed();
      for (const status of Object.keys(load.takeSeen()))
        expect(["200", "202", "503"]).toContain(status);
    }
    await load.stop();
  });

  test.for([
    { says: "nothing", thresholdMs: 60_000 },
    { says: "BUSY", thresholdMs: 50 },
  ])(
    "for a script that runs for seconds, and says $says: 503 before it ends, and nothing is left over",
    async ({ says, thresholdMs }, { expect }) => {
      await using redis = await startOwnRedis({ isSingle: true });
      await using mock = await startMailMock();
      await using service = await startBeside(runtime, redis, mock);
      const client = patientOf(service);
      const person = newPerson();
      expect((await register(client, person)).status).toBe(202);
      const code = codeIn(await mock.mailTo(person.email));
      await expect.poll(async () => (await json(getMe(client, person))).code.state).toBe("sent");
      await redis.ask("CONFIG", "SET", "busy-reply-threshold", thresholdMs);

      let isOver = false;
      const script = redis.ask("EVAL", busyScript(SCRIPT_SECONDS), 0).finally(() => {
        isOver = true;
      });
      script.catch(() => {});
      // Nothing is written to it any more: it said so, or its silence was noticed.
      if (says === "BUSY") {
        await expect.poll(() => redis.ask("PING").catch(String)).toContain("BUSY");
      } else {
        const redisPart = async (): Promise<string> =>
          (await json(client.request("/health/ready"))).checks.redis;
        await expect.poll(redisPart).toBe("down");
        await service.line(/redis connection lost/);
      }
      const strangers = Array.from({ length: 5 }, newPerson);
      const refused = await statusesOf([
        ...strangers.map((each) => register(client, each)),
        ...strangers.map(({ email }) => sendOtp(client, email)),
        ...strangers.map((_, i) => activate(client, person, wrongCode(code, i + 1))),
        activate(client, person, code),
        getMe(client, person),
      ]);
      expect([...refused]).toEqual([503]);
      expect(isOver).toBe(false);

      await script;
      const endedAt = performance.now();
      let me = await getMe(client, person);
      while (me.status !== 200) {
        expect(me.status).toBe(503);
        expect(performance.now() - endedAt).toBeLessThan(WELL_AGAIN_MS);
        me = await getMe(client, person);
      }
      expect((await json(me)).code.attempts_left).toBe(5);
      expect((await activate(client, person, code)).status).toBe(200);
      for (const stranger of strangers) expect((await getMe(client, stranger)).status).toBe(401);
      expect((await mock.inbox()).map(({ to }) => to)).toEqual([person.email]);
      const codesAskedFor = (): Promise<unknown> => redis.ask("KEYS", "otp:*");
      expect(await codesAskedFor()).toEqual([]);
      // It would be seen (control).
      expect((await sendOtp(client, newPerson().email)).status).toBe(202);
      expect(await codesAskedFor()).toHaveLength(1);
    },
  );
});
