import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { deriveKeys, pseudonym } from "../../src/keys.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  getMe,
  newPerson,
  register,
  requestCode,
} from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster.ts";
import { RUNTIMES, clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";

const PEOPLE = 12;
const BACK_TIMEOUT_MS = 40_000;

/** Which of the primaries has what a key holds. */
async function primaryOf({ primaries }: RedisCluster, key: string): Promise<number> {
  const slot = Number(await primaries[0]?.ask("CLUSTER", "KEYSLOT", key));
  return Math.floor((slot * primaries.length) / 16_384);
}

describe.each(RUNTIMES)("a primary of a Redis Cluster that is killed, on %s", (runtime) => {
  test("is missed only by those whose code it had, with 503, until its replica is in its place", async ({
    expect,
  }) => {
    await using cluster = await startRedisCluster({ withReplicas: true, nodeTimeoutMs: 2000 });
    await using mock = await startMailMock();
    const SECRET_KEY = randomUUID() + randomUUID();
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      REDIS_URL: cluster.url,
      EMAIL_API_URL: mock.url,
      SECRET_KEY,
      // Each request needs one key: of the code of who asks.
      LIMITS: "off",
      CODE_RESEND_SECONDS: "1",
    });
    const client = clientOf(service);
    const people: Person[] = Array.from({ length: PEOPLE }, newPerson);
    for (const person of people) expect((await register(client, person)).status).toBe(202);
    for (const person of people) await mock.mailTo(person.email);
    const { address } = deriveKeys(SECRET_KEY);
    const places = await Promise.all(
      people.map(({ email }) =>
        primaryOf(cluster, keyOfCode({ holder: pseudonym(address, email), purpose: "activation" })),
      ),
    );
    const victim = places[0] ?? 0;
    const [hit, others] = [true, false].map((isHit) =>
      people.filter((_, i) => (places[i] === victim) === isHit),
    ) as [Person[], Person[]];
    expect(others.length).toBeGreaterThan(0);

    await cluster.primaries[victim]?.kill();
    const seen = { hit: new Set<number>(), others: new Set<number>(), ready: new Set<number>() };
    const killedAtMs = performance.now();
    for (let isBack = false; !isBack;) {
      const [ofHit, ofOthers, ready] = await Promise.all([
        Promise.all(hit.map(async (person) => (await getMe(client, person)).status)),
        Promise.all(others.map(async (person) => (await getMe(client, person)).status)),
        fetch(`${service.url}/health/ready`),
      ]);
      for (const status of ofHit) seen.hit.add(status);
      for (const status of ofOthers) seen.others.add(status);
      seen.ready.add(ready.status);
      isBack = ofHit.every((status) => status === 200);
      expect(performance.now() - killedAtMs).toBeLessThan(BACK_TIMEOUT_MS);
    }
    expect(seen).toEqual({
      hit: new Set([503, 200]),
      others: new Set([200]),
      ready: new Set([200]),
    });

    // What the replica knows of codes is not to be trusted: a new one is sent, as after any loss of Redis.
    const [person] = hit as [Person];
    expect((await json(getMe(client, person))).code.state).not.toBe("sent");
    const { id } = await mock.mailTo(person.email);
    await expect.poll(async () => (await requestCode(client, person)).status).toBe(202);
    await expect.poll(async () => (await mock.mailTo(person.email)).id).not.toBe(id);
    const code = codeIn(await mock.mailTo(person.email));
    expect((await activate(client, person, code)).status).toBe(200);
  });
});
