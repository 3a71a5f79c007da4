import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import { TEMPLATE_DATABASE } from "./stores.ts";

/** Creates an own, migrated database, and returns its URL. The server goes away with the run, and it with it. */
export async function createDatabase(): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name} template ${TEMPLATE_DATABASE}`);
  await client.end();
  url.pathname = name;
  return url.href;
}

/** The rows of one statement, on a connection of its own. */
export async function queryDatabase<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
