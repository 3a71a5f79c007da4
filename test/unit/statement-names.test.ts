import { readFile, readdir } from "node:fs/promises";
import { test } from "vitest";

const FOLDER = new URL("../../src/postgres/", import.meta.url);
/** Postgres cuts longer ones, and two that begin alike would be one. */
const NAME_MAX = 63;

/** What goes out without a name, and why. */
const UNNAMED = new Map([
  // Nothing is planned.
  ['"begin"', "pool.ts, migrate.ts"],
  ['"commit"', "pool.ts, migrate.ts"],
  // A statement of its caller, who named it.
  ["patient", "patient-query.ts"],
  ["query", "dead-letters.ts"],
  // No request waits for it: an operator's change, a spray, the start.
  ['"set local statement_timeout = 0"', "migrate.ts"],
  ['"set local lock_timeout = 0"', "migrate.ts"],
  ['"select pg_advisory_xact_lock($1)"', "breaker-openings.ts, limit-changes.ts, migrate.ts"],
  ["sql", "migrate.ts"],
]);

const CALL =
  /(?:\.query|(?<!function )queryPatiently)(?:<[^;]*?>)?\((?:\s*(?:client|db),)?\s*(?:\{\s*name: (?<name>[^,]+),|(?<other>["`][^"`]*["`]|\w+))/g;

type Call = { file: string; name: string | undefined; other: string | undefined };

async function readCalls(): Promise<Call[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".ts"));
  const calls = files.map(async (file) => {
    const text = await readFile(new URL(file, FOLDER), "utf8");
    return [...text.replaceAll(/^ *\/\/.*\n/gm, "").matchAll(CALL)].map(({ groups }) => ({
      file,
      name: groups?.["name"],
      other: groups?.["other"],
    }));
  });
  return (await Promise.all(calls)).flat();
}

test("every statement has a name, so that Postgres plans it once for a connection; or a reason", async ({
  expect,
}) => {
  const calls = await readCalls();
  expect(calls.length).toBeGreaterThan(100);
  const unnamed = calls.filter(({ name }) => name === undefined);
  for (const { file, other = "" } of unnamed)
    expect(UNNAMED.get(other) ?? "", `${file}: ${other}`).toContain(file);
  expect(new Set(unnamed.map(({ other }) => other))).toEqual(new Set(UNNAMED.keys()));
});

test("no two statements have one name, and none is cut", async ({ expect }) => {
  const names = (await readCalls()).flatMap(({ name }) => name ?? []);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  for (const name of names) {
    expect(name).toMatch(/^\[?"[\w-]+"$|^`/);
    expect(name.length - 2).toBeLessThanOrEqual(NAME_MAX);
  }
});
