import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { RUNS as PROGRAMME } from "../chaos/runs/index.ts";

const ROOT = new URL("../../", import.meta.url);
const THREATS = 86;
const RUNS = 22;

const map = await readFile(new URL("test/threats.md", ROOT), "utf8");

/** The cells of the rows of the table below a heading. */
function rowsBelow(heading: string): string[][] {
  const section = map.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const [, , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((row) => {
    const cells = row.split("|").slice(1, -1);
    return cells.map((cell) => cell.trim());
  });
}
const threats = rowsBelow("Threats");
const runs = rowsBelow("Fault runs");

/** The paths that a cell names, each with the names of tests that stand behind it. */
function referencesIn(cell: string): { path: string; names: string[] }[] {
  const references: { path: string; names: string[] }[] = [];
  for (const [, path, name] of cell.matchAll(/`((?:test\/|\.ci\/)[^`]*)`|"([^"]+)"/g)) {
    if (path !== undefined) references.push({ path, names: [] });
    else references.at(-1)?.names.push(name ?? "");
  }
  return references;
}

/** What a cell names and nobody finds. A title stands in its file as a text of its own, whole. */
async function missingIn(cell: string): Promise<string[]> {
  const missing = referencesIn(cell).map(async ({ path, names }) => {
    if (!existsSync(new URL(path, ROOT))) return [path];
    const text = names.length > 0 ? await readFile(new URL(path, ROOT), "utf8") : "";
    return names.filter((name) => !text.includes(`"${name}"`));
  });
  return (await Promise.all(missing)).flat();
}

test("each threat has its row, in order, and so has each fault run", ({ expect }) => {
  expect(threats.map(([id]) => id)).toEqual(Array.from({ length: THREATS }, (_, i) => `${i + 1}`));
  expect(runs.map(([id]) => id)).toEqual(Array.from({ length: RUNS }, (_, i) => `F${i + 1}`));
  // A bar within a cell would make another one of it.
  expect(new Set(threats.map(({ length }) => length))).toEqual(new Set([4]));
  expect(new Set(runs.map(({ length }) => length))).toEqual(new Set([3]));
});

test("each run of the fault programme is named, and bold when it is one of the tests", ({
  expect,
}) => {
  const named = runs.flatMap(([, , cell = ""]) =>
    (/^just chaos ([^;]*);/.exec(cell)?.[1] ?? "").split(", ").filter((name) => name !== ""),
  );
  const expected = Object.entries(PROGRAMME).map(([name, { isInTests }]) =>
    isInTests === true ? `**${name}**` : name,
  );
  expect(named).toEqual(expected);
});

test("the counts at the top are those of the rows", ({ expect }) => {
  const count = (wanted: string): number =>
    threats.filter(([, , state]) => state === wanted).length;
  expect(map).toContain(
    `Of ${THREATS} threats ${count("covered")} are covered, ${count("partly")} partly, ${count("open")} open.`,
  );
});

describe("a row", () => {
  test.for(threats)(
    "%s says its state, and a covered one its control",
    ([, , state, told = ""], { expect }) => {
      const [tests = "", ...open] = told.split("open: ");
      const named = referencesIn(tests).filter(({ path }) => path.endsWith(".test.ts"));
      // A file alone says nothing: which of its tests it is has to be there.
      expect(named.filter(({ names }) => names.length === 0)).toEqual([]);
      expect([state, named.length > 0, open.length > 0]).toEqual(
        {
          covered: ["covered", true, false],
          partly: ["partly", true, true],
          open: ["open", false, true],
        }[state ?? ""],
      );
      const hasControl = tests.includes("control: ") || open.join("").includes("control");
      expect(hasControl).toBe(state !== "open");
    },
  );

  test.for([...threats, ...runs])(
    "%s names files and tests that are there",
    async (row, { expect }) => {
      expect(await missingIn(row.at(-1) ?? "")).toEqual([]);
    },
  );

  test("that names others would be found (control)", async ({ expect }) => {
    const own = "`test/contract/threats.test.ts`";
    const title = "the counts at the top are those of the rows";
    expect(await missingIn(`${own} — "${title}", "${title.slice(1)}"`)).toEqual([title.slice(1)]);
    expect(await missingIn("`test/contract/nowhere.test.ts`")).toEqual([
      "test/contract/nowhere.test.ts",
    ]);
  });
});
