import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LATEST = `${ROOT}test/bench/latest.json`;
const run = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, ["test/bench/bench.ts", ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"] },
  });

describe("just bench", { timeout: 120_000 }, () => {
  test("starts all it needs, measures, and ends; a sanity run keeps no figures", async ({
    expect,
  }) => {
    const before = await readFile(LATEST, "utf8").catch(() => "none");
    const { stdout, stderr } = await run("register", "--short");
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^POST \/users, its mail included, on node +[\d.]+ a second .* ≥ 0\.8 /m,
    );
    expect(await readFile(LATEST, "utf8").catch(() => "none")).toBe(before);
  });

  test("tells what there is when a name is none of its own", async ({ expect }) => {
    await expect(run("nothing")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/there is no bench nothing; there is: .*register/),
    });
  });
});
