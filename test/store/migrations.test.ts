import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { Client } from "pg";
import { inject, test } from "vitest";
import { migrate } from "../../src/postgres/migrate.ts";
import { makeNextVersion } from "../support/next-version.ts";

async function emptyDatabase(): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await query(url.href, `create database ${name}`);
  url.pathname = name;
  return url.href;
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("instances that start at once migrate once", async ({ expect }) => {
  const databaseUrl = await emptyDatabase();
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(databaseUrl)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await query(databaseUrl, "select count(*)::int as n from users")).toEqual([{ n: 0 }]);
});

test("versions that start at once migrate to the newer one, and the older one leaves it alone", async ({
  expect,
}) => {
  await using next = await makeNextVersion();
  const databaseUrl = await emptyDatabase();
  const starts = [undefined, next.folder, undefined, next.folder, undefined];
  const applied = await Promise.all(starts.map((folder) => migrate(databaseUrl, folder)));
  const versions = await readdir(next.folder);
  // Each file by one of them, and by one alone.
  expect(applied.flat()).toHaveLength(versions.length);
  const columns = "select count(*)::int as n from users where next_number = 7";
  expect(await query(databaseUrl, columns)).toEqual([{ n: 0 }]);
  expect(await migrate(databaseUrl)).toEqual([]);
  expect(await query(databaseUrl, columns)).toEqual([{ n: 0 }]);
});

test("an edited migration is refused in a newer schema, too", async ({ expect }) => {
  await using next = await makeNextVersion();
  const databaseUrl = await emptyDatabase();
  await migrate(databaseUrl, next.folder);
  await query(databaseUrl, "update schema_versions set md5 = 'edited' where version = 1");
  await expect(migrate(databaseUrl)).rejects.toThrow("checksum");
});

test("an applied migration that was edited is refused", async ({ expect }) => {
  const databaseUrl = await emptyDatabase();
  await migrate(databaseUrl);
  expect(await migrate(databaseUrl)).toEqual([]);
  await query(databaseUrl, "update schema_versions set md5 = 'edited' where version = 1");
  await expect(migrate(databaseUrl)).rejects.toThrow("checksum");
});
