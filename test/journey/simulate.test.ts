import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { ReplayResult } from "../../src/domain/replay.ts";
import { type Runtime, RUNTIMES } from "../support/processes.ts";
import { recordedDay, writeLines } from "../support/traffic.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TIGHTER = ["--set", "activate.ip=10/1m", "--set", "register.ip=5/1h"];

type Ended = { code: number; stdout: string; stderr: string };

/** Runs `simulate` in a process without any configuration. */
function simulate(args: string[], input = "", runtime: Runtime = "node"): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    join(ROOT, "node_modules/.bin", runtime),
    [join(ROOT, "src/main.ts"), "simulate", ...args],
    { env: { PATH: process.env["PATH"] }, cwd: folder },
    (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
  );
  // It may end before it read everything.
  child.stdin?.on("error", () => {}).end(input);
  return promise;
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-simulate-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a recorded day of 100,000 people, a school and three attackers", () => {
  test("is replayed with the differences that it was made with", async ({ expect }) => {
    await writeLines(join(folder, "day.ndjson"), recordedDay(100_000));
    const args = ["--from", "day.ndjson", "--json", "--report", "day.html", ...TIGHTER];
    const { code, stdout, stderr } = await simulate(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const result = JSON.parse(stdout) as ReplayResult;
    expect(result).toMatchObject({
      requests: 210_000 + 40 + 500,
      decisions: 520_000 + 100 + 1100,
      from: "2026-01-31T00:00:00.000Z",
      // Three bursts of 100 by the sprayer, 100 by the hammerer, 100 by the flooder.
      refusedWhenRecorded: 3 * 70 + 90 + 80,
      before: {
        refusedRequests: 3 * 70 + 90 + 80,
        refusedAbusers: 70 + 1 + 80,
        refusedUsers: 0,
        mailsSaved: 0,
      },
      // The tighter quotas let 10 of each burst through, 5 of the flood, and 10 of the 20 pupils.
      after: {
        refusedRequests: 3 * 90 + 90 + 95 + 10,
        refusedAbusers: 90 + 1 + 95,
        refusedUsers: 10,
        mailsSaved: 15,
      },
      stepMs: 300_000,
    });
    const refusals = result.policies.map(({ policy, refusedBefore, refusedAfter }) => [
      policy,
      refusedBefore,
      refusedAfter,
    ]);
    expect(refusals).toEqual([
      ["register.ip", 80, 95],
      ["send.hour", 0, 0],
      ["send.day", 0, 0],
      ["activate.ip", 210, 3 * 90 + 90 + 10],
      ["activate.address", 90, 90],
      ["resend.ip", 0, 0],
      ["account.ip", 0, 0],
    ]);
    expect(result.timeline).toHaveLength(288);
    const at = (time: string): object | undefined =>
      result.timeline.find((point) => point.at === `2026-01-31T${time}:00.000Z`);
    expect(at("03:00")).toMatchObject({ refusedBefore: 70, refusedAfter: 90 });
    expect(at("09:00")).toMatchObject({ refusedBefore: 0, refusedAfter: 10 });
    expect(at("12:00")).toMatchObject({ refusedBefore: 0, refusedAfter: 0 });
    expect(await readFile(join(folder, "day.html"), "utf8")).toContain("210,540 requests");
  });
});

describe("a process", () => {
  test.for(RUNTIMES)(
    "prints a table, from the standard input, on %s",
    async (runtime, { expect }) => {
      const { code, stdout, stderr } = await simulate(
        ["--from", "-", ...TIGHTER],
        [...recordedDay(50)].join("\n"),
        runtime,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(
        /^candidate: register.ip 20\/1h → 5\/1h, activate.ip 30\/1m → 10\/1m$/m,
      );
      expect(stdout).toMatch(/^requests refused +380 +465 /m);
      expect(stdout).toMatch(/^users refused +0 +10 /m);
      expect(stdout).toMatch(/^guess, one address +0.09998 % +0.09998 % /m);
      expect(stdout).toMatch(/^activate.ip +210 \(30\/1m\) +370 \(10\/1m\) +enforce$/m);
    },
  );
});
