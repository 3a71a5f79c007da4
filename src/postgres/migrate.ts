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
 * instances that start at once take turns, and a schema that a newer version has brought further is left alone. Throws
 * when an applied file was edited, or when one fails.
 */
export async function migrate(databaseUrl: string, folder = MIGRATIONS): Promise<string[]> {
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
    if (await isUpToDate(client, folder)) return [];
    // Nearly no start needs it.
    const { default: Postgrator } = await import("postgrator");
    await client.query("begin");
    // A role's deadlines are for requests; whoever comes second waits for the first.
    await client.query("set local statement_timeout = 0");
    await client.query("set local lock_timeout = 0");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK_KEY]);
    const applied = await new Postgrator({
      migrationPattern: `${fileURLToPath(folder)}*.sql`,
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

/**
 * Whether our files were applied, as they are: by one statement, and without the tool's own five and its lock. Throws
 * when one was edited, which the tool overlooks in a schema that is newer than its files.
 */
async function isUpToDate(client: Client, folder: URL): Promise<boolean> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql"));
  const own = await Promise.all(
    files.map(async (name) => {
      const md5 = createHash("md5").update(await readFile(new URL(name, folder)));
      return { version: Number.parseInt(name, 10), md5: md5.digest("hex") };
    }),
  );
  try {
    const { rows } = await client.query<{ version: number; md5: string }>(
      `select version::float8, md5 from ${VERSIONS_TABLE} where version > 0`,
    );
    const applied = new Map(rows.map(({ version, md5 }) => [version, md5]));
    for (const { version, md5 } of own)
      if (applied.has(version) && applied.get(version) !== md5)
        throw new Error(
          `migration ${version} was edited after it was applied (its checksum differs)`,
        );
    return own.every(({ version }) => applied.has(version));
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return false;
    throw error;
  }
}
