import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Client, DatabaseError } from "pg";

const MIGRATIONS = new URL("../../sql/", import.meta.url);
const VERSIONS_TABLE = "schema_versions";
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
    if (await isUpToDate(client)) return [];
    // Nearly no start needs it.
    const { default: Postgrator } = await import("postgrator");
    await client.query("begin");
    // A role's deadlines are for requests; whoever comes second waits for the first.
    await client.query("set local statement_timeout = 0");
    await client.query("set local lock_timeout = 0");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK_KEY]);
    const applied = await new Postgrator({
      migrationPattern: `${fileURLToPath(MIGRATIONS)}*.sql`,
      driver: "pg",
      schemaTable: VERSIONS_TABLE,
      execQuery: async (sql) => client.query(sql),
    }).migrate();
    await client.query("commit");
    return applied.map(({ version, name }) => `${version} ${name}`);
  } finally {
    await client.end();
  }
}

const UNDEFINED_TABLE = "42P01";

/** Whether exactly our files were applied, as they are: by one statement, and without the tool's own five and its lock. */
async function isUpToDate(client: Client): Promise<boolean> {
  const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql"));
  const own = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(new URL(name, MIGRATIONS));
      return `${Number.parseInt(name, 10)} ${createHash("md5").update(text).digest("hex")}`;
    }),
  );
  try {
    const { rows } = await client.query<{ version: string; md5: string }>(
      `select version, md5 from ${VERSIONS_TABLE} where version > 0`,
    );
    const applied = new Set(rows.map(({ version, md5 }) => `${version} ${md5}`));
    return applied.size === own.length && own.every((each) => applied.has(each));
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return false;
    throw error;
  }
}
