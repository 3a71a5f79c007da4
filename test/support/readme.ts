import { readFile } from "node:fs/promises";

export const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

/** The rows of the table below a heading of the README, as cells without their backticks. */
export function tableBelow(heading: string): string[][] {
  const section = readme.split(`### ${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? "";
  const [, , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** The code blocks of a language below a heading of the README, in their order. */
export function codeBlocksBelow(heading: string, language: string): string[] {
  const section = readme.split(`### ${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? "";
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = ""]) =>
    name === language ? [text] : [],
  );
}
