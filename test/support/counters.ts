import { createDatabase } from "./database.ts";
import { openPatientPool } from "./patience.ts";
import type { Pool } from "../../src/postgres/pool.ts";

/** A database of its own with a table of counters, for tests of the pool itself. */
export async function openCounters(): Promise<{
  databaseUrl: string;
  pool: Pool;
  valueOf(name: string): Promise<number | undefined>;
}> {
  const databaseUrl = await createDatabase();
  const pool = openPatientPool(databaseUrl, 3);
  await pool.query("create table counters (name text primary key, value integer not null)");
  return {
    databaseUrl,
    pool,
    async valueOf(name) {
      const text = "select value from counters where name = $1";
      return (await pool.query<{ value: number }>(text, [name])).rows[0]?.value;
    },
  };
}
