import type { ReplayResult } from "../domain/replay.ts";
import { changes, extent, fidelity, summaryRows } from "./simulation-summary.ts";

/** The result for a terminal. */
export function simulationTable(result: ReplayResult): string {
  return [
    extent(result),
    `candidate: ${changes(result)}`,
    "",
    ...align([
      ["", "enforced", "candidate"],
      ...summaryRows(result).map(({ name, before, after, note }) => [name, before, after, note]),
    ]),
    "",
    ...align([
      ["refused by", "enforced", "candidate", "mode"],
      ...result.policies.map(({ policy, mode, before, after, refusedBefore, refusedAfter }) => [
        policy,
        `${refusedBefore} (${before})`,
        `${refusedAfter} (${after})`,
        mode,
      ]),
    ]),
    "",
    fidelity(result),
  ].join("\n");
}

/** Columns of equal width: figures to the right, names and notes to the left. */
function align(rows: string[][]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, i) =>
        i === 1 || i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
