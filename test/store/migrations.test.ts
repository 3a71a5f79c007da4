import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject, test } from "vitest";
import { migrate } from "../../src/postgres/migrate.ts";

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

test("an applied migration that was edited is refused", async ({ expect }) => {
  const databaseUrl = await emptyDatabase();
  await migrate(databaseUrl);
  expect(await migrate(databaseUrl)).toEqual([]);
  await query(databaseUrl, "update schema_versions set md5 = 'edited' where version = 1");
  await expect(migrate(databaseUrl)).rejects.toThrow("checksum");
});
