import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, postJson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { startOwnPostgres } from "../support/own-postgres.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { RUNTIMES, clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";

/** What the contract promises while a store is away; a request that takes longer fails its test. */
const within2500ms = (): RequestInit => ({ signal: AbortSignal.timeout(2500) });

describe.each(RUNTIMES)("a store that is away, on %s", (runtime) => {
  test("Postgres: 503 in time, and back by itself", async ({ expect }) => {
    await using postgres = await startOwnPostgres();
    await using mock = await startMailMock();
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: postgres.url,
      EMAIL_API_URL: mock.url,
    });
    const client = clientOf(service);
    const person = newPerson();
    expect((await register(client, person)).status).toBe(202);

    const expectAway = async (): Promise<void> => {
      const ready = await fetch(`${service.url}/health/ready`, within2500ms());
      expect(ready.status).toBe(503);
      expect(await json(ready)).toMatchObject({ checks: { postgres: "down", redis: "ok" } });
      for (let i = 0; i < 3; i++) {
        const init = { ...postJson(newPerson()), ...within2500ms() };
        const response = await fetch(`${service.url}/users`, init);
        expect(response.status).toBe(503);
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(await json(response)).toMatchObject({ code: "unavailable" });
      }
    };

    postgres.freeze();
    await expectAway();
    postgres.wake();
    await postgres.stop();
    await expectAway();

    await postgres.start();
    await expect.poll(async () => (await fetch(`${service.url}/health/ready`)).status).toBe(200);
    const late = newPerson();
    expect((await register(client, late)).status).toBe(202);
    await mock.mailTo(late.email);
    service.kill("SIGTERM");
    expect(await service.exited, service.lines.slice(-15).join("\n")).toBe(0);
  });

  test("Redis: 503, nothing is compared, and back by itself", async ({ expect }) => {
    await using redis = await startOwnRedis();
    await using mock = await startMailMock();
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      REDIS_URL: redis.url,
      EMAIL_API_URL: mock.url,
    });
    const client = clientOf(service);
    const person = newPerson();
    await register(client, person);
    const code = codeIn(await mock.mailTo(person.email));
    await expect.poll(async () => (await json(getMe(client, person))).code.state).toBe("sent");

    redis.signal("SIGSTOP");
    for (let i = 0; i < 3; i++) {
      const response = await activate(client, person, code);
      expect(response.status).toBe(503);
      expect(await json(response)).toMatchObject({ code: "unavailable" });
    }
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await json(fetch(`${service.url}/health/ready`))).toMatchObject({
      checks: { redis: "down" },
    });
    redis.signal("SIGCONT");
    await expect.poll(async () => (await json(getMe(client, person))).code?.attempts_left).toBe(5);
    expect((await activate(client, person, code)).status).toBe(200);

    await redis.kill();
    expect((await getMe(client, person)).status).toBe(503);
    await redis.restart();
    await expect.poll(async () => (await getMe(client, person)).status).toBe(200);
  });
});
