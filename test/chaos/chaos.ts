import { randomInt } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Runtime } from "../support/processes.ts";
import { execute } from "./execute.ts";
import { RUNS } from "./runs/index.ts";

const FOLDER = fileURLToPath(new URL("../../.data/chaos/", import.meta.url));

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, short: { type: "boolean", default: false } },
});
const runtime: Runtime = positionals.includes("bun") ? "bun" : "node";
const names = positionals.filter((word) => word !== "bun" && word !== "node");
const chosen = names.length === 0 || names.includes("all") ? Object.keys(RUNS) : names;
const unknown = chosen.filter((name) => !Object.hasOwn(RUNS, name));
if (unknown.length > 0) {
  console.error(
    `there is no run ${unknown.join(", ")}; there is: all ${Object.keys(RUNS).join(" ")}`,
  );
  process.exit(2);
}

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
await mkdir(FOLDER, { recursive: true });
const failed: string[] = [];
const leftOut: string[] = [];
for (const name of chosen) {
  const run = RUNS[name];
  if (!run) continue;
  const startedAt = performance.now();
  const verdict = await execute(run, {
    tier: values.short ? "short" : "full",
    runtime,
    seed,
    print: (line) => console.log(line),
  });
  if (verdict === null) {
    leftOut.push(name);
    continue;
  }
  const { breaches, entries, svg } = verdict;
  const file = join(FOLDER, `${name}-${runtime}`);
  await writeFile(`${file}.svg`, svg);
  await writeFile(`${file}.ndjson`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${breaches.length === 0 ? "held" : "BROKEN"} in ${seconds} s: ${file}.svg, .ndjson\n`,
  );
  if (breaches.length > 0) failed.push(name);
}
if (leftOut.length > 0) console.log(`left out: ${leftOut.join(", ")}`);
if (failed.length > 0) {
  console.error(
    `broken: ${failed.join(", ")}; again with: just chaos ${failed.join(" ")} ${runtime} --seed ${seed}`,
  );
  process.exit(1);
}
