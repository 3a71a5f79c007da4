import { readFile, writeFile } from "node:fs/promises";
import type { BenchResult } from "./result.ts";
import { brief } from "./table.ts";

const FIGURES = /(<!-- figures of just bench -->\n)[^]*?(\n<!-- end of figures -->)/;
const HEAD = ["", "measured", "yardstick", "ratio", "target", ""];

/** Puts what was measured into the README's table. Throws when it has no place for that. */
export async function keepFigures(file: URL, results: readonly BenchResult[]): Promise<void> {
  const text = await readFile(file, "utf8");
  if (!FIGURES.test(text)) throw new Error("the README has no place for figures");
  const table = writeFigures(results);
  await writeFile(
    file,
    text.replace(FIGURES, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`),
  );
}

/** The README's table, in Markdown, as its formatter aligns it. */
export function writeFigures(results: readonly BenchResult[]): string {
  const rows = results.filter(({ target }) => target !== null).map(cellsOf);
  const widths = HEAD.map((head, i) =>
    Math.max(3, head.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const write = (cells: readonly string[], fill = " "): string =>
    `|${cells.map((cell, i) => ` ${cell.padEnd(widths[i] ?? 0, fill)} `).join("|")}|`;
  const rule = write(
    HEAD.map(() => ""),
    "-",
  );
  return [write(HEAD), rule, ...rows.map((row) => write(row))].join("\n");
}

function cellsOf(result: BenchResult): string[] {
  const { name, value, unit, yardstick, ratio, target, met, judged, bound } = result;
  const sign = bound === "min" ? "≥" : "≤";
  return [
    name,
    `${brief(value)} ${unit}`.trim(),
    yardstick === null ? "" : brief(yardstick),
    ratio === null ? "" : ratio.toFixed(2),
    `${sign} ${target}${judged === "ratio" ? "" : ` ${unit}`}`.trim(),
    met === true ? "met" : "**missed**",
  ];
}
