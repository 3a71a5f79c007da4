import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { describe, test } from "vitest";
import { drawChart } from "../bench/chart.ts";
import { type CpuProfile, cutProfile, partOf, shareTime } from "../bench/cpu-profile.ts";
import { type Latest, keepLatest } from "../bench/latest.ts";
import { measure, rateAgainst } from "../bench/result.ts";
import { writeTable } from "../bench/table.ts";

const rate = (values: number[], yardsticks: number[], target: number | null = 0.8) =>
  rateAgainst({ name: "work", unit: "a second", against: "less work", target }, values, yardsticks);

describe("a figure beside its yardstick", () => {
  test("is rated round by round, so that a slow moment of the machine counts for both", ({
    expect,
  }) => {
    // Whole, 90 by 100; the rounds say 0.9, 0.9 and 0.5.
    const result = rate([90, 9, 100], [100, 10, 200]);
    expect(result).toMatchObject({ value: 90, yardstick: 100, ratio: 0.9, spread: [0.5, 0.9] });
  });

  test("has met its target from there on, and not below", ({ expect }) => {
    expect(rate([80], [100]).met).toBe(true);
    expect(rate([79], [100]).met).toBe(false);
    expect(rate([1], [100], null).met).toBe(null);
    expect(rate([], []).met).toBe(false);
  });
});

test("a figure of its own must be reached, or must not be exceeded", ({ expect }) => {
  const of = (bound: "min" | "max", value: number): boolean | null =>
    measure({ name: "p99", unit: "ms", target: 10, bound }, [value]).met;
  expect([of("max", 10), of("max", 11), of("min", 10), of("min", 9)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("the table tells each figure, its target, and whether that was met", ({ expect }) => {
  const table = writeTable([
    rate([90], [100]),
    measure({ name: "wait", unit: "ms", target: 10, bound: "max", note: "why" }, [12.345]),
  ]);
  expect(table).toMatch(/^work +90 a second +100 a second +0\.9 +≥ 0\.8 +met$/m);
  expect(table).toMatch(/^wait +12\.3 ms +≤ 10 ms +missed$/m);
  expect(table).toMatch(/^work: against less work$/m);
  expect(table).toMatch(/^wait: why$/m);
});

test("the file keeps what was measured before, and the newest of each name", async ({ expect }) => {
  const path = join(tmpdir(), `latchkey-${randomUUID()}.json`);
  const file = pathToFileURL(path);
  const other = measure({ name: "wait", unit: "ms", target: 10, bound: "max" }, [1]);
  await keepLatest(file, [rate([50], [100]), other]);
  await keepLatest(file, [rate([123.456], [100])]);
  const { results } = JSON.parse(await readFile(path, "utf8")) as Latest;
  await rm(path);
  expect(results).toMatchObject([
    { name: "work", value: 123.5, unit: "a second", yardstick: 100, target: 0.8, met: true },
    { name: "wait", value: 1, yardstick: null, ratio: null, target: 10, met: true },
  ]);
});

test("the chart draws what has a target, and tells it in words", ({ expect }) => {
  const svg = drawChart([
    rate([90], [100]),
    { ...rate([1], [1], null), name: "only told" },
    measure({ name: "wait", unit: "ms", target: 10, bound: "max" }, [20]),
  ]);
  expect(svg).toMatch(/^<svg /);
  for (const text of ["work", "0.9 (≥ 0.8)", "wait", "20 ms (≤ 10)"]) expect(svg).toContain(text);
  expect(svg).not.toContain("only told");
});

test("a profile's time is shared among parts, without what was idle", ({ expect }) => {
  const frame = (functionName: string, url = ""): CpuProfile["nodes"][0]["callFrame"] => ({
    functionName,
    url,
    lineNumber: 0,
  });
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: frame("(idle)") },
      { id: 2, callFrame: frame("query", "file:///a/node_modules/pg/lib/client.js") },
      { id: 3, callFrame: frame("spend", "file:///a/src/limits/limiter.ts") },
      { id: 4, callFrame: frame("(garbage collector)") },
    ],
    startTime: 0,
    samples: [1, 2, 3, 2, 4],
    timeDeltas: [1000, 20, 30, 40, 10],
  };
  expect(shareTime(profile, partOf)).toEqual([
    { name: "pg", share: 0.6 },
    { name: "src/limits", share: 0.3 },
    { name: "(garbage collector)", share: 0.1 },
  ]);
  // What the runtime does for a part is the part's.
  const write = { id: 5, callFrame: frame("writev", "node:internal/stream") };
  const calls = {
    ...profile,
    nodes: [
      ...profile.nodes.map((node) => (node.id === 2 ? { ...node, children: [5] } : node)),
      write,
    ],
    samples: [5, 3],
    timeDeltas: [30, 10],
  };
  const isPackage = ({ url }: { url: string }): boolean => url.includes("node_modules");
  expect(shareTime(calls, partOf, isPackage)[0]).toEqual({ name: "pg", share: 0.75 });
  // Between the second and the third sample.
  expect(cutProfile(profile, { fromMicros: 1021, toMicros: 1051 }).samples).toEqual([3]);
});
