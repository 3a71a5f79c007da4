import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, inject, test, vi } from "vitest";
import { startRedis } from "../../src/dev/embedded-redis.ts";
import { findFreePort } from "../../src/dev/free-port.ts";
import { json } from "../support/answer.ts";
import { createDatabase } from "../support/database.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NODE = join(ROOT, "node_modules/.bin/node");
const BANNER = "Ctrl-C stops all of it";
// Initialising Postgres and the service's start, on a machine with other work.
vi.setConfig({ testTimeout: 60_000 });
const START = { timeout: 50_000, interval: 20 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-dev-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Dev = AsyncDisposable & {
  child: ChildProcess;
  dataDir: string;
  /** All it printed so far. */
  output(): string;
  /** The exit code. */
  ended: Promise<number | null>;
};

let runs = 0;
function dev(environment: Record<string, string>): Dev {
  const dataDir = join(folder, `data-${runs++}`);
  const child = spawn(NODE, ["src/dev/dev.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      DATA_DIR: dataDir,
      PORT: "0",
      EMAIL_MOCK_PORT: "0",
      ...environment,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => (output += text.toString()));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return {
    child,
    dataDir,
    output: () => output,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const isLeft = (dataDir: string): boolean =>
  execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).includes(dataDir);

const givenStores = async (): Promise<Record<string, string>> => ({
  DATABASE_URL: await createDatabase(),
  REDIS_URL: inject("redisUrl"),
});

const redisThatIsDown = async (): Promise<string> => `redis://127.0.0.1:${await findFreePort()}`;

test("starts all parts with a silent log too, and Ctrl-C stops them", async ({ expect }) => {
  await using run = dev({ LOG_LEVEL: "silent" });
  await expect.poll(run.output, START).toContain(BANNER);
  const url = /Service {2}(\S+)/.exec(run.output())?.[1];
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  const inboxUrl = /Inbox {4}(\S+)/.exec(run.output())?.[1];
  const { feedback_url: feedbackUrl } = await json(fetch(`${inboxUrl}/stats`));
  expect(feedbackUrl).toBe(`${url}/webhooks/email/http`);
  expect(isLeft(run.dataDir)).toBe(true);
  run.child.kill("SIGINT");
  expect(await run.ended, run.output()).toBe(0);
  expect(isLeft(run.dataDir)).toBe(false);
  expect(existsSync(join(run.dataDir, "dev.lock"))).toBe(false);
});

test("Ctrl-C while the data folder is made ends it, with nothing left", async ({ expect }) => {
  await using run = dev({});
  const isMaking = (): boolean => existsSync(join(run.dataDir, "postgres.new/PG_VERSION"));
  await expect.poll(isMaking, { ...START, interval: 1 }).toBe(true);
  run.child.kill("SIGINT");
  expect(await run.ended, run.output()).toBe(0);
  expect(run.output()).not.toContain(BANNER);
  expect(isLeft(run.dataDir)).toBe(false);
  expect(existsSync(join(run.dataDir, "postgres/PG_VERSION"))).toBe(false);
});

test("Ctrl-C while a store is waited for ends it, with nothing left", async ({ expect }) => {
  const REDIS_URL = await redisThatIsDown();
  await using run = dev({ ...(await givenStores()), REDIS_URL, LOG_LEVEL: "warn" });
  await expect.poll(run.output, START).toContain("redis connection lost");
  run.child.kill("SIGINT");
  expect(await run.ended, run.output()).toBe(0);
  expect(run.output()).not.toContain(BANNER);
});

test("says which store is down instead of the banner, and fails", async ({ expect }) => {
  const REDIS_URL = await redisThatIsDown();
  const environment = { ...(await givenStores()), REDIS_URL, LOG_LEVEL: "silent" };
  await using run = dev({ ...environment, START_MAX_MS: "5000" });
  expect(await run.ended, run.output()).toBe(1);
  expect(run.output()).not.toContain(BANNER);
  const told = run
    .output()
    .split("\n")
    .filter((line) => line.startsWith("just dev: "));
  expect(told).toEqual(["just dev: the service is not ready after 5 s: redis is down"]);
});

test("ends with one line when its port is taken, and has started nothing", async ({ expect }) => {
  const other = await startRedis();
  await using run = dev({ PORT: String(other.port) });
  expect(await run.ended).toBe(1);
  expect(run.output().trim()).toBe(
    `just dev: port ${other.port} cannot be had: free it, or set PORT to another one`,
  );
  await other.stop();
});

test("ends with one line when another run has its data", async ({ expect }) => {
  const dataDir = join(folder, "taken");
  const script = join(folder, "src/dev/dev.ts");
  await mkdir(join(folder, "src/dev"), { recursive: true });
  await mkdir(dataDir);
  await writeFile(script, "setInterval(() => {}, 1000);\n");
  const other = spawn(NODE, [script], { stdio: "ignore" });
  await once(other, "spawn");
  await writeFile(join(dataDir, "dev.lock"), JSON.stringify({ pid: other.pid, children: [] }));
  await using run = dev({ DATA_DIR: dataDir });
  expect(await run.ended).toBe(1);
  expect(run.output()).toContain(`another run (process ${other.pid}) uses ${dataDir}`);
  other.kill("SIGKILL");
});
