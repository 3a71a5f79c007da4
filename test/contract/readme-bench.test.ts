import { readFile } from "node:fs/promises";
import { test } from "vitest";
import { drawChart } from "../bench/chart.ts";
import { readLatest } from "../bench/latest.ts";
import { writeFigures } from "../bench/readme.ts";

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

test("the README's figures and its chart are those that were measured last", async ({ expect }) => {
  const results = await readLatest(at("test/bench/latest.json"));
  expect(results.length).toBeGreaterThan(0);
  expect(await readFile(at("README.md"), "utf8")).toContain(writeFigures(results));
  expect(await readFile(at("docs/bench.svg"), "utf8")).toBe(drawChart(results));
});
