import { readFile, readdir } from "node:fs/promises";
import { describe, test } from "vitest";
import { breaksVersionBefore, isContraction } from "../support/migration-rules.ts";

const FOLDER = new URL("../../sql/", import.meta.url);
/** Older ones were there before two versions ran side by side. */
const FIRST = 7;
const files = (await readdir(FOLDER)).toSorted();

test("migrations are numbered without a gap: one that came later would be left out where a newer one ran", ({
  expect,
}) => {
  expect(files.length).toBeGreaterThan(5);
  for (const [i, file] of files.entries())
    expect(file).toMatch(new RegExp(`^${String(i + 1).padStart(4, "0")}\\.do\\.[a-z-]+\\.sql$`));
});

test("no migration breaks the version before, unless it says that it is a contraction", async ({
  expect,
}) => {
  for (const file of files.filter((name) => Number.parseInt(name, 10) >= FIRST)) {
    if (isContraction(file)) continue;
    const text = await readFile(new URL(file, FOLDER), "utf8");
    expect(breaksVersionBefore(text), file).toEqual([]);
  }
});

describe("what breaks the version before is found", () => {
  test.for([
    "drop table users",
    "alter table users drop column email",
    "alter table users\n  add column a text,\n  drop column email",
    "ALTER TABLE users RENAME TO people",
    "alter table users rename column email to address",
    "alter table users alter column email set not null",
    "alter table users alter column email type citext",
    "alter table users alter email set data type citext",
    "alter table users alter column code_sequence drop default",
    "alter table users add column age integer not null",
    "alter table users add column a text default 'x, y', add column b integer not null",
    "alter table users add constraint adults check (age > 17)",
    "alter table users add check (age > 17)",
    "alter table users add unique (email, status)",
    "create unique index one_name on users (name)",
    "create index users_name on users (name)",
    "create table people (id bigint); create index users_name on users (name)",
    "drop trigger audit_entries_kept on audit_entries",
    "truncate users",
  ])("%s", (sql, { expect }) => {
    expect(breaksVersionBefore(`-- a comment;\n${sql};`)).not.toEqual([]);
  });
});

describe("what the version before does not see is let through (control)", () => {
  test.for([
    "alter table users add column note text",
    "alter table users add column age integer not null default 7, add column note text",
    "alter table users add column n bigint not null generated always as identity",
    "alter table users add column mood text check (mood in ('good', 'bad'))",
    "create table people (id bigint primary key, name text not null unique, check (id > 0)); create index people_name on people (name); alter table people add constraint named check (name <> '')",
    "create index if not exists users_name on users (name)",
    "alter table users drop constraint users_status_check, add constraint users_status_check check (status in ('pending', 'active', 'parked'))",
    "-- drop table users\ncomment on table users is 'never drop table users; or rename it'",
    "create function f() returns trigger language plpgsql as $$ begin truncate people; return null; end $$",
  ])("%s", (sql, { expect }) => {
    expect(breaksVersionBefore(`${sql};`)).toEqual([]);
  });

  test("and a file that says so may contract", ({ expect }) => {
    expect(isContraction("0012.do.contract-old-names.sql")).toBe(true);
    expect(isContraction("0012.do.contracts.sql")).toBe(false);
    expect(isContraction("0012.do.drop-old-names.sql")).toBe(false);
  });
});
