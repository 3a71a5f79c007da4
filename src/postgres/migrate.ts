import { fileURLToPath } from "node:url";
import { Client } from "pg";
import Postgrator from "postgrator";

const MIGRATIONS = fileURLToPath(new URL("../../sql/*.sql", import.meta.url));
// Any fixed number: everybody who migrates this database queues on it ("ltch" in ASCII).
const LOCK_KEY = 0x6c746368;
const CONNECT_TIMEOUT_MS = 5000;

/**
 * Brings the schema to the newest version in one transaction, and returns the names of what was applied. Two
 * instances that start at once take turns. Throws when an applied file was edited, or when one fails.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "latchkey-migrate",
  });
  await client.connect().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new Error(`Postgres cannot be reached: ${reason}`, { cause }), {
      code: "away",
    });
  });
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK_KEY]);
    const applied = await new Postgrator({
      migrationPattern: MIGRATIONS,
      driver: "pg",
      schemaTable: "schema_versions",
      execQuery: async (sql) => client.query(sql),
    }).migrate();
    await client.query("commit");
    return applied.map(({ version, name }) => `${version} ${name}`);
  } finally {
    await client.end();
  }
}
