import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, test } from "vitest";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";
import { startRedis } from "../../src/dev/embedded-redis.ts";
import { isAlive } from "../../src/dev/process-group.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NODE = join(ROOT, "node_modules/.bin/node");
let folder: string;
beforeAll(async () => {
  // Only its owner may enter, as most folders that mktemp makes.
  folder = await mkdtemp(join(tmpdir(), "latchkey-embedded-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
};

test("Postgres keeps what was committed, through a kill -9 and a new start", async ({ expect }) => {
  const dataDir = join(folder, "postgres");
  const first = await startPostgres({ dataDir });
  await query(first.url, "create table kept (value integer)");
  await query(first.url, "insert into kept values (42)");
  process.kill(first.pid, "SIGKILL");
  await first.exited;
  const second = await startPostgres({ dataDir });
  expect(await query(second.url, "select value from kept")).toEqual([{ value: 42 }]);
  await second.stop();
  expect(isAlive(second.pid)).toBe(false);
});

test("a server that does not start says why in one line", async ({ expect }) => {
  const other = await startRedis();
  const start = startPostgres({ dataDir: join(folder, "busy"), port: other.port });
  await expect(start).rejects.toThrow(/does not start: .*could not bind/);
  await other.stop();
});

test("two Redis servers at once take different ports, and leave nothing", async ({ expect }) => {
  const servers = await Promise.all([startRedis(), startRedis()]);
  expect(new Set(servers.map(({ port }) => port)).size).toBe(2);
  await Promise.all(servers.map(({ stop }) => stop()));
  expect(servers.map(({ pid }) => isAlive(pid))).toEqual([false, false]);
});

test("what a killed process started is stopped by its guardian", async ({ expect }) => {
  const script = join(folder, "parent.ts");
  const module = JSON.stringify(join(ROOT, "src/dev/embedded-redis.ts"));
  await writeFile(
    script,
    `import { startRedis } from ${module};\nconsole.log((await startRedis()).pid);\nsetInterval(() => {}, 1000);\n`,
  );
  const parent = spawn(NODE, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 15_000, interval: 50 }).toBe(false);
});
