import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import type { BenchResult } from "./result.ts";

export type Latest = {
  /** Of the newest run; older results keep what they were measured on to themselves. */
  measuredAt: string;
  machine: string;
  results: BenchResult[];
};

/** What was measured before, in the order of the file; nothing when there is no file. */
export async function readLatest(file: URL): Promise<BenchResult[]> {
  try {
    return (JSON.parse(await readFile(file, "utf8")) as Latest).results;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Writes results, each in the place of the older one of its name; returns all that are there now. */
export async function keepLatest(
  file: URL,
  results: readonly BenchResult[],
): Promise<BenchResult[]> {
  const kept = new Map((await readLatest(file)).map((each) => [each.name, each]));
  for (const result of results) kept.set(result.name, result);
  const all = [...kept.values()].map(rounded);
  const latest: Latest = {
    measuredAt: new Date().toISOString(),
    machine: `${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? "an unknown kind"}`,
    results: all,
  };
  await writeFile(file, `${JSON.stringify(latest, null, 2)}\n`);
  return all;
}

const DIGITS = 4;
const round = (value: number): number => Number(value.toPrecision(DIGITS));

const rounded = (result: BenchResult): BenchResult => ({
  ...result,
  value: round(result.value),
  yardstick: result.yardstick === null ? null : round(result.yardstick),
  ratio: result.ratio === null ? null : round(result.ratio),
  spread: [round(result.spread[0]), round(result.spread[1])],
});
