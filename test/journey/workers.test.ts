import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, inject, test, vi } from "vitest";
import { type Person, activate, newPerson, postJson, register } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { type LiveService, readMetric, startLiveService } from "../support/live-service.ts";
import { Refused } from "../support/live.ts";
import { type LogDirectory, newLogDirectory } from "../support/log-directory.ts";
import {
  type MailMock,
  RUNTIMES,
  launchService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { openSession } from "../support/session.ts";
import { answererOf, isRunning, logLines, workerPids } from "../support/worker-processes.ts";

const PEOPLE = 6;
const CLIENTS = 4;
const LIVE_MAX = 3;
const REQUESTS = "latchkey_http_request_duration_seconds_count";
const CHECKS = "latchkey_password_checks_total";

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

describe.each(RUNTIMES)("an instance of two workers on %s", (runtime) => {
  let logs: LogDirectory;
  let service: LiveService;
  /** By a connection of its own, so that either worker may get it. Resolves with who answered. */
  const ask: LiveService["request"] = (path, { headers, ...init } = {}) =>
    service.request(path, {
      ...init,
      headers: { ...(headers as Record<string, string>), connection: "close" },
      signal: AbortSignal.timeout(10_000),
    });
  const askAndSee = async (
    send: (client: { request: LiveService["request"] }) => Promise<Response>,
  ): Promise<{ status: number; pid: number }> => {
    const id = randomUUID();
    const { status } = await send({
      request: (path, init = {}) =>
        ask(path, { ...init, headers: { ...init.headers, "x-request-id": id } }),
    });
    return { status, pid: await answererOf(service, id) };
  };

  beforeAll(async () => {
    logs = await newLogDirectory();
    service = await startLiveService(runtime, mock, {
      WORKERS: "2",
      LIVE_CONNECTIONS_PER_USER: String(LIVE_MAX),
      LOG_DIR: logs.path,
    });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await logs[Symbol.asyncDispose]();
  });

  test("registers, activates and signs in, and hashes a password once, whichever worker is asked", async ({
    expect,
  }) => {
    let crossings = 0;
    for (let i = 0; i < PEOPLE || crossings === 0; i++) {
      const person = newPerson();
      const registered = await askAndSee((client) => register(client, person));
      expect(registered.status).toBe(202);
      const code = codeIn(await mock.mailTo(person.email));
      const activated = await askAndSee((client) => activate(client, person, code));
      expect(activated.status).toBe(200);
      if (registered.pid !== activated.pid) crossings++;
      await openSession({ request: ask }, person);
    }
    expect(await readMetric(service, CHECKS, 'by="cache"')).toBeGreaterThanOrEqual(2 * PEOPLE);
    expect(await readMetric(service, CHECKS, 'by="hash"')).toBe(0);
    // The counter counts (control).
    const stranger = newPerson();
    await ask("/sessions", postJson(stranger));
    expect(await readMetric(service, CHECKS, 'by="hash"')).toBe(1);
  });

  test("tells the metrics of both workers, whichever is scraped", async ({ expect }) => {
    for (let i = 0; i < 10; i++) await ask("/health/live");
    const counted = (): number[] => {
      const answered = logLines(service).filter(({ route }) => route === "/health/live");
      return Object.values(Object.groupBy(answered, ({ pid }) => pid)).map(
        (own = []) => own.length,
      );
    };
    await expect.poll(() => counted().reduce((sum, own) => sum + own, 0)).toBe(10);
    for (let i = 0; i < 4; i++)
      expect(await readMetric({ request: ask }, REQUESTS, 'route="/health/live"')).toBe(10);
    expect(counted(), "each worker's own are fewer").toHaveLength(2);
    // What stands in Postgres is not told twice.
    expect(await readMetric(service, "latchkey_breaker_open")).toBe(0);
    const [admins] = await queryDatabase<{ count: number }>(
      service.databaseUrl,
      "update users set role = 'admin' where status = 'active' returning 1 as count",
    );
    expect(admins).toBeDefined();
    const active = await queryDatabase(
      service.databaseUrl,
      "select 1 from users where status = 'active'",
    );
    expect(await readMetric(service, "latchkey_administrators")).toBe(active.length);
  });

  test("lets an account have as many live connections as one process, and tells all of who comes", async ({
    expect,
  }) => {
    const { tokens } = await service.signIn();
    const pages = await Promise.all(Array.from({ length: LIVE_MAX }, () => service.listen(tokens)));
    const refused = await service.listen(tokens).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status: 429 });
    expect(await readMetric(service, "latchkey_live_connections{")).toBe(LIVE_MAX);
    const person = await service.arrive();
    for (const page of pages)
      expect((await page.noticed(1)).at(-1)?.email).toBe(`${person.email[0]}***@e***.com`);
    await pages.pop()?.[Symbol.asyncDispose]();
    const next = await vi.waitUntil(() => service.listen(tokens).catch(() => false as const), {
      timeout: 15_000,
      interval: 50,
    });
    for (const page of [next, ...pages]) await page[Symbol.asyncDispose]();
  });

  test("has a log file for each process", async ({ expect }) => {
    const pids = await workerPids(service, 2);
    const name = `${hostname()}-0`;
    for (const [i, owner] of [service.pid, ...pids].entries()) {
      const lines = await logs.lines(i === 0 ? name : `${name}-${i}`);
      const writers = new Set(lines.map((line) => (JSON.parse(line) as { pid: number }).pid));
      expect([...writers]).toEqual([owner]);
    }
  });

  test("a worker that is killed under load is replaced, and nothing accepted is lost", async ({
    expect,
  }) => {
    const [jobsWorker = 0] = await workerPids(service, 2);
    const accepted: string[] = [];
    let isOver = false;
    const client = async (): Promise<void> => {
      while (!isOver) {
        const person: Person = newPerson();
        // Who is cut off knows that nothing was accepted.
        const answer = await register({ request: ask }, person).catch(() => null);
        if (answer?.status === 202) accepted.push(person.email);
      }
    };
    const clients = Array.from({ length: CLIENTS }, client);
    await vi.waitUntil(() => accepted.length > CLIENTS);
    process.kill(jobsWorker, "SIGKILL");
    const [, , successor] = await workerPids(service, 3);
    await vi.waitUntil(
      () => logLines(service).some(({ pid, status }) => pid === successor && status === 202),
      { timeout: 15_000 },
    );
    isOver = true;
    await Promise.all(clients);

    expect(logLines(service).filter(({ msg }) => msg === "worker ended")).toHaveLength(1);
    // Each has its mail, or a job for it; those that the first was sending are taken back after their lease.
    const rows = await queryDatabase<{ email: string }>(
      service.databaseUrl,
      `select email from users join mail_messages on user_row_id = users.row_id
          where state in ('queued', 'sent')`,
    );
    const promised = new Set(rows.map(({ email }) => email));
    expect(accepted.filter((email) => !promised.has(email))).toEqual([]);
    // The successor runs the jobs.
    const late = newPerson();
    expect((await register({ request: ask }, late)).status).toBe(202);
    expect(codeIn(await mock.mailTo(late.email))).toMatch(/^\d+$/);
  });

  test("a second instance does not get its port", async ({ expect }) => {
    await using second = launchService(runtime, {
      NODE_ENV: "test",
      WORKERS: "2",
      DATABASE_URL: service.databaseUrl,
      REDIS_URL: inject("redisUrl"),
      EMAIL_API_URL: mock.url,
      PORT: new URL(service.url).port,
    });
    expect(await second.exited).toBe(1);
    expect(second.lines.join("\n")).toContain("EADDRINUSE");
  });

  test("a primary that is killed leaves no worker behind", async ({ expect }) => {
    const pids = (await workerPids(service, 2)).filter(isRunning);
    expect(pids).toHaveLength(2);
    service.kill("SIGKILL");
    await service.exited;
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });
});

test("a worker that is frozen ends with the instance, which tells so by its exit code", async ({
  expect,
}) => {
  await using service = await startServiceProcess("node", {
    WORKERS: "2",
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    SHUTDOWN_MAX_MS: "1000",
  });
  const pids = await workerPids(service, 2);
  process.kill(pids[0] ?? 0, "SIGSTOP");
  service.kill("SIGTERM");
  expect(await service.exited).toBe(1);
  expect(pids.map(isRunning)).toEqual([false, false]);
});

describe.each(RUNTIMES)("WORKERS=2 on %s", (runtime) => {
  test("workers that cannot start end the instance with what to mend, once", async ({ expect }) => {
    await using service = launchService(runtime, {
      NODE_ENV: "test",
      WORKERS: "2",
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      REDIS_URL: "redis://127.0.0.1:1",
      EMAIL_API_URL: "http://email.test",
      SECRET_KEY: randomUUID() + randomUUID(),
    });
    expect(await service.exited).toBe(1);
    expect(service.lines.filter((line) => line.startsWith("latchkey: "))).toHaveLength(1);
    expect(logLines(service).map(({ msg }) => msg)).toEqual([
      "worker ended",
      "no worker gets to serve",
      "stopped",
    ]);
  });
});
