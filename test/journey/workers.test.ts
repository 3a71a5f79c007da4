import { hostname } from "node:os";
import { afterAll, beforeAll, describe, inject, test, vi } from "vitest";
import { activate, newPerson, postJson, register } from "../support/client.ts";
import { queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { type LiveService, readMetric, startLiveService } from "../support/live-service.ts";
import { Refused } from "../support/live.ts";
import { type LogDirectory, newLogDirectory } from "../support/log-directory.ts";
import { type MailMock, RUNTIMES, launchService, startMailMock } from "../support/processes.ts";
import { openSession } from "../support/session.ts";
import { logLines, ownConnections, sendAndSee, workerPids } from "../support/worker-processes.ts";

const PEOPLE = 6;
const ASKED = 10;
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
      const registered = await sendAndSee(service, (client) => register(client, person));
      expect(registered.status).toBe(202);
      const code = codeIn(await mock.mailTo(person.email));
      const activated = await sendAndSee(service, (client) => activate(client, person, code));
      expect(activated.status).toBe(200);
      if (registered.pid !== activated.pid) crossings++;
      await openSession(ownConnections(service), person);
    }
    expect(await readMetric(service, CHECKS, 'by="cache"')).toBeGreaterThanOrEqual(2 * PEOPLE);
    expect(await readMetric(service, CHECKS, 'by="hash"')).toBe(0);
    // The counter counts (control).
    await service.request("/sessions", postJson(newPerson()));
    expect(await readMetric(service, CHECKS, 'by="hash"')).toBe(1);
  });

  test("tells the metrics of both workers, whichever is scraped, and once what stands in a store", async ({
    expect,
  }) => {
    const client = ownConnections(service);
    for (let i = 0; i < ASKED; i++) await client.request("/health/live");
    const ofEach = (): number[] => {
      const answered = logLines(service).filter(({ route }) => route === "/health/live");
      const byWorker = Object.groupBy(answered, ({ pid }) => pid);
      return Object.values(byWorker).map((own) => own?.length ?? 0);
    };
    await expect.poll(() => ofEach().reduce((sum, own) => sum + own, 0)).toBe(ASKED);
    for (let i = 0; i < 4; i++)
      expect(await readMetric(client, REQUESTS, 'route="/health/live"')).toBe(ASKED);
    expect(ofEach(), "each worker's own figure is smaller").toHaveLength(2);

    const promote = "update users set role = 'admin' where status = 'active' returning 1 as one";
    await queryDatabase(service.databaseUrl, "update users set role = 'user'");
    const admins = await queryDatabase(service.databaseUrl, promote);
    expect(await readMetric(client, "latchkey_administrators")).toBe(admins.length);
    expect(admins.length).toBeGreaterThan(0);
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

  test("keeps its port to itself: a second instance does not start there", async ({ expect }) => {
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
});
