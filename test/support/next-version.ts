import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const MIGRATIONS = new URL("../../sql/", import.meta.url);

export type NextVersion = AsyncDisposable & {
  /** All migrations of this version, and one more. */
  folder: URL;
  /** The tables that it changes: all that there are. */
  tables: string[];
};

/** What the next version's schema could be: every table has columns that this version does not know, and there is one more. */
export async function makeNextVersion(): Promise<NextVersion> {
  const path = await mkdtemp(join(tmpdir(), "latchkey-next-"));
  await cp(MIGRATIONS, path, { recursive: true });
  const files = (await readdir(path)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), "utf8")));
  const text = texts.join("\n");
  const dropped = new Set([...text.matchAll(/^drop table (\w+)/gm)].map(([, name]) => name));
  const tables = [...text.matchAll(/^create table (\w+)/gm)]
    .flatMap(([, name]) => name ?? [])
    .filter((name) => !dropped.has(name));
  const statements = [
    ...tables.map(
      (table) => `alter table ${table} add column next_note text,
        add column next_number integer not null default 7;`,
    ),
    "create table next_things (id bigint generated always as identity primary key, note text not null);",
    "create index if not exists next_users on users (next_number);",
  ];
  const version = String(files.length + 1).padStart(4, "0");
  await writeFile(join(path, `${version}.do.next.sql`), statements.join("\n"));
  return {
    folder: pathToFileURL(`${path}/`),
    tables,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
