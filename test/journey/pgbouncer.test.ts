import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, newPerson, postJson, register } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { startOwnPostgres } from "../support/own-postgres.ts";
import { type PgBouncer, startPgBouncer } from "../support/pgbouncer.ts";
import { RUNTIMES, clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";
import { ALL_WELL, walkThrough } from "../support/walk-through.ts";

/** What the contract promises while a store is away; a request that takes longer fails its test. */
const within2500ms = (): RequestInit => ({ signal: AbortSignal.timeout(2500) });

const environmentOf = (pgbouncer: PgBouncer, databaseUrl: string): Record<string, string> => ({
  DATABASE_URL: pgbouncer.url,
  DATABASE_DIRECT_URL: databaseUrl,
  DATABASE_PREPARED: pgbouncer.preparesStatements ? "on" : "off",
});

describe.each(RUNTIMES)("behind pgbouncer in transaction mode, on %s", (runtime) => {
  test("all of it works, also for many at once over three connections", async ({ expect }) => {
    const databaseUrl = await createDatabase();
    await using pgbouncer = await startPgBouncer({ databaseUrl, serverConnections: 3 });
    await using mock = await startMailMock();
    await using service = await startServiceProcess(runtime, {
      ...environmentOf(pgbouncer, databaseUrl),
      EMAIL_API_URL: mock.url,
      LIMITS: "off",
    });
    expect(await walkThrough(service, mock)).toContain(ALL_WELL);
    const client = clientOf(service);
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const person = newPerson();
        const registered = (await register(client, person)).status;
        const code = codeIn(await mock.mailTo(person.email));
        return [registered, (await activate(client, person, code)).status];
      }),
    );
    expect(new Set(statuses.map(String))).toEqual(new Set(["202,200"]));
    const [pooled] = await queryDatabase<{ count: number }>(
      databaseUrl,
      `select count(*)::int as count from pg_stat_activity where datname = current_database()
        and application_name in ('latchkey', 'latchkey-mail')`,
    );
    expect(pooled?.count).toBeGreaterThan(0);
    expect(pooled?.count).toBeLessThanOrEqual(pgbouncer.serverConnections);
    expect(service.lines.filter((line) => /"level":"(warn|error|fatal)"/.test(line))).toEqual([]);
  });

  test("a Postgres that hangs: 503 in time, and back by itself", async ({ expect }) => {
    await using postgres = await startOwnPostgres();
    await using pgbouncer = await startPgBouncer({ databaseUrl: postgres.url });
    await using mock = await startMailMock();
    await using service = await startServiceProcess(runtime, {
      ...environmentOf(pgbouncer, postgres.url),
      EMAIL_API_URL: mock.url,
    });
    const client = clientOf(service);
    expect((await register(client, newPerson())).status).toBe(202);
    postgres.freeze();
    for (let i = 0; i < 3; i++) {
      const init = { ...postJson(newPerson()), ...within2500ms() };
      const response = await fetch(`${service.url}/users`, init);
      expect(response.status).toBe(503);
      expect(await json(response)).toMatchObject({ code: "unavailable" });
    }
    postgres.wake();
    await expect.poll(async () => (await register(client, newPerson())).status).toBe(202);
  });

  test("a pooler that sets no deadlines is told of at the start", async ({ expect }) => {
    const databaseUrl = await createDatabase();
    await using pgbouncer = await startPgBouncer({ databaseUrl, setsDeadlines: false });
    await using service = await startServiceProcess(runtime, {
      ...environmentOf(pgbouncer, databaseUrl),
      EMAIL_API_URL: "http://127.0.0.1:1",
    });
    expect(await service.line(/"level":"warn"/)).toContain("have no deadlines");
  });
});
