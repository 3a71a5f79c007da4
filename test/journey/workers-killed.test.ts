import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import {
  type MailMock,
  RUNTIMES,
  launchService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";
import { isRunning, logLines, ownConnections, workerPids } from "../support/worker-processes.ts";

const CLIENTS = 4;

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

const newEnvironment = async (): Promise<Record<string, string>> => ({
  WORKERS: "2",
  DATABASE_URL: await createDatabase(),
  EMAIL_API_URL: mock.url,
  LIMITS: "off",
});

/** Registers people one after the other until it is told to stop. */
async function registerUntil(
  over: AbortSignal,
  client: ReturnType<typeof ownConnections>,
  accepted: string[],
): Promise<void> {
  for (; !over.aborted; await nextTurn()) {
    const person = newPerson();
    // Who is cut off knows that nothing was accepted.
    const answer = await register(client, person).catch(() => null);
    if (answer?.status === 202) accepted.push(person.email);
  }
}

describe.each(RUNTIMES)("WORKERS=2 on %s", (runtime) => {
  test("a worker that is killed under load is replaced, and nothing accepted is lost; a killed primary leaves no worker behind", async ({
    expect,
  }) => {
    const environment = await newEnvironment();
    await using service = await startServiceProcess(runtime, environment);
    const [jobsWorker = 0, other = 0] = await workerPids(service, 2);
    const client = ownConnections(service);
    const accepted: string[] = [];
    const over = new AbortController();
    const clients = Array.from({ length: CLIENTS }, () =>
      registerUntil(over.signal, client, accepted),
    );
    await vi.waitUntil(() => accepted.length > CLIENTS, { timeout: 15_000 });
    process.kill(jobsWorker, "SIGKILL");
    const [, , successor = 0] = await workerPids(service, 3);
    const hasAccepted = (): boolean =>
      logLines(service).some(({ pid, status }) => pid === successor && status === 202);
    await vi.waitUntil(hasAccepted, { timeout: 15_000 });
    over.abort();
    await Promise.all(clients);

    // Each has its mail, or a job for it; those that the first was sending are taken back after their lease.
    const rows = await queryDatabase<{ email: string }>(
      environment["DATABASE_URL"] ?? "",
      `select email from users join mail_messages on user_row_id = users.row_id
        where state in ('queued', 'sent')`,
    );
    const promised = new Set(rows.map(({ email }) => email));
    expect(accepted.filter((email) => !promised.has(email))).toEqual([]);
    // The successor runs the jobs.
    const late = newPerson();
    expect((await register(client, late)).status).toBe(202);
    expect(codeIn(await mock.mailTo(late.email))).toMatch(/^\d+$/);

    expect([other, successor].map(isRunning)).toEqual([true, true]);
    service.kill("SIGKILL");
    await service.exited;
    await expect.poll(() => [other, successor].map(isRunning)).toEqual([false, false]);
  });

  test("workers that cannot start end the instance with what to mend, once", async ({ expect }) => {
    await using service = launchService(runtime, {
      NODE_ENV: "test",
      WORKERS: "2",
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      REDIS_URL: "redis://127.0.0.1:1",
      EMAIL_API_URL: "http://email.test",
    });
    expect(await service.exited).toBe(1);
    expect(service.lines.filter((line) => line.startsWith("latchkey: "))).toHaveLength(1);
    // That Redis is away, too, may be seen before the worker ends, or not.
    const told = logLines(service).map(({ msg }) => msg);
    expect(told.filter((msg) => msg !== "redis connection lost")).toEqual([
      "worker ended",
      "no worker gets to serve",
      "stopped",
    ]);
  });
});

test("a worker that is frozen ends with the instance, which tells so by its exit code", async ({
  expect,
}) => {
  const environment = { ...(await newEnvironment()), SHUTDOWN_MAX_MS: "1000" };
  await using service = await startServiceProcess("node", environment);
  const pids = await workerPids(service, 2);
  process.kill(pids[0] ?? 0, "SIGSTOP");
  service.kill("SIGTERM");
  expect(await service.exited).toBe(1);
  expect(pids.map(isRunning)).toEqual([false, false]);
});
