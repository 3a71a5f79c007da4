import { Pool } from "pg";
import { createLog } from "../../src/log.ts";
import { openPool } from "../../src/postgres/pool.ts";

/**
 * A process that only holds two connections, one idle and one within a transaction, and prints the process ids that serve
 * them: with the service's pool, or with one as it comes. It ends when nothing keeps it.
 */
const [kind, databaseUrl = ""] = process.argv.slice(2);
const options = { databaseUrl, connectionsMax: 2, applicationName: "test" };
const pool =
  kind === "ours"
    ? openPool(options, createLog("silent"))
    : new Pool({ connectionString: databaseUrl, max: 2 });

const clients = [await pool.connect(), await pool.connect()] as const;
const pids: unknown[] = [];
for (const client of clients)
  pids.push((await client.query("select pg_backend_pid() as pid")).rows[0]?.pid);
await clients[0].query("begin");
clients[1].release();
// oxlint-disable-next-line no-console -- it is what its test reads
console.log(JSON.stringify(pids));
process.stdin.once("data", () => process.exit(0));
