import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
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

describe("just dev", () => {
  const dev = async (
    environment: Record<string, string>,
  ): Promise<{ code: number | null; output: string }> => {
    const child = spawn(NODE, ["src/dev/dev.ts"], {
      cwd: ROOT,
      env: { PATH: process.env["PATH"], DATA_DIR: join(folder, "data"), ...environment },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text: Buffer) => (output += text.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output };
  };

  test("ends with one line when its port is taken, and has started nothing", async ({ expect }) => {
    const other = await startRedis();
    const { code, output } = await dev({ PORT: String(other.port), EMAIL_MOCK_PORT: "0" });
    expect(code).toBe(1);
    expect(output.trim()).toBe(
      `just dev: port ${other.port} cannot be had: free it, or set PORT to another one`,
    );
    await other.stop();
  });

  test("ends with one line when another run has its data", async ({ expect }) => {
    const dataDir = join(folder, "taken");
    const script = join(folder, "src/dev/dev.ts");
    const { mkdir } = await import("node:fs/promises");
    await mkdir(join(folder, "src/dev"), { recursive: true });
    await mkdir(dataDir);
    await writeFile(script, "setInterval(() => {}, 1000);\n");
    const other = spawn(NODE, [script], { stdio: "ignore" });
    await once(other, "spawn");
    await writeFile(join(dataDir, "dev.lock"), JSON.stringify({ pid: other.pid, children: [] }));
    const { code, output } = await dev({ DATA_DIR: dataDir, PORT: "0", EMAIL_MOCK_PORT: "0" });
    expect(code).toBe(1);
    expect(output).toContain(`another run (process ${other.pid}) uses ${dataDir}`);
    other.kill("SIGKILL");
  });
});
