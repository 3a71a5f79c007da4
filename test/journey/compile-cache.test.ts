import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "vitest";
import { createDatabase } from "../support/database.ts";
import { type RunningProcess, launchService, startServiceProcess } from "../support/processes.ts";

const ACCEPTED = /V8 code cache for ESM \S*\/src\/service\.ts was accepted/;

const test = base.extend<{ folder: string }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from it
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "latchkey-compiled-"));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

const environment = async (folder: string): Promise<Record<string, string>> => ({
  DATABASE_URL: await createDatabase(),
  EMAIL_API_URL: "http://127.0.0.1:1",
  NODE_COMPILE_CACHE: folder,
  // Node tells of each file whether it came out of the cache.
  NODE_DEBUG_NATIVE: "COMPILE_CACHE",
});

/** What a service says at a start that is awaited, and whether it serves. */
async function serve(folder: string): Promise<Pick<RunningProcess, "lines"> & { status: number }> {
  await using service = await startServiceProcess("node", await environment(folder));
  const { status } = await fetch(`${service.url}/health/ready`);
  service.kill("SIGTERM");
  await service.exited;
  return { lines: service.lines, status };
}

const isOutOfCache = (lines: readonly string[]): boolean =>
  lines.some((line) => ACCEPTED.test(line));

test("what was compiled before the first start is used at it", async ({ expect, folder }) => {
  await using compiling = launchService("node", { NODE_COMPILE_CACHE: folder }, "compile");
  expect(await compiling.exited).toBe(0);
  expect(compiling.lines).toEqual([expect.stringContaining(folder)]);

  const { lines, status } = await serve(folder);
  expect(status).toBe(200);
  expect(isOutOfCache(lines)).toBe(true);
});

test("a start without a cache makes one for the next", async ({ expect, folder }) => {
  const first = await serve(folder);
  expect([first.status, isOutOfCache(first.lines)]).toEqual([200, false]);
  const second = await serve(folder);
  expect([second.status, isOutOfCache(second.lines)]).toEqual([200, true]);
});

test("a cache that was cut off does no harm", async ({ expect, folder }) => {
  await serve(folder);
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const whole = files.filter((file) => file.isFile());
  expect(whole.length).toBeGreaterThan(500);
  for (const { parentPath, name } of whole) await writeFile(join(parentPath, name), "cut off");
  expect((await serve(folder)).status).toBe(200);
});

test.for(["a folder that cannot be made", "a file in its place"])(
  "the service starts without a cache: %s",
  async (kind, { expect, folder }) => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const place = kind === "a file in its place" ? file : join(file, "folder");
    const { lines, status } = await serve(place);
    expect(status).toBe(200);
    expect(isOutOfCache(lines)).toBe(false);

    await using compiling = launchService("node", { NODE_COMPILE_CACHE: place }, "compile");
    expect(await compiling.exited).toBe(1);
    expect(compiling.lines.join("\n")).toContain("there is no compile cache");
  },
);
