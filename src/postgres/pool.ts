import { DatabaseError, Pool, type PoolClient } from "pg";
import { storeAway } from "../domain/failure.ts";
import type { Logger } from "../log.ts";
import { dropStatementNames } from "./unnamed-statements.ts";

export type { Pool } from "pg";

/** Whatever statements run on: the pool, or the client of a transaction. */
export type Queryable = Pick<Pool, "query">;

/** The year 9999 in microseconds since 1970: where a list begins that goes back in time. */
export const END_OF_TIME_MICROS = "253370764800000000";

// Together below 2.5 s: the longest that a caller waits for a Postgres that is away.
const CONNECT_TIMEOUT_MS = 1100;
const STATEMENT_TIMEOUT_MS = 1200;
const QUERY_TIMEOUT_MS = 1300;
const LOCK_TIMEOUT_MS = 1000;
const SESSION_SETTINGS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  lock_timeout: LOCK_TIMEOUT_MS,
  idle_in_transaction_session_timeout: 5000,
};

/** Connections of a pooler's, each of which is lent for one transaction. */
export type Pooler = {
  /** Whether it knows statements by their names wherever they run, as pgbouncer does from 1.21 on. */
  preparesStatements: boolean;
};

type PoolOptions = {
  databaseUrl: string;
  connectionsMax: number;
  applicationName: string;
  /** Null, or left out, for connections to Postgres itself. */
  pooler?: Pooler | null;
};

/**
 * Opens a pool. Every connection has deadlines on the server's side, and its errors never end the process. Behind a
 * pooler those deadlines are the pooler's to set: what a session begins with is not passed on.
 */
export function openPool(options: PoolOptions, log: Logger): Pool {
  const { pooler = null } = options;
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max: options.connectionsMax,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...(pooler ? {} : SESSION_SETTINGS),
    // Last resort against a frozen server; transact() never gives such a client back (pg #3399).
    query_timeout: QUERY_TIMEOUT_MS,
  });
  const warn = (error: Error): void => log.warn({ err: error }, "postgres connection lost");
  pool.on("error", warn);
  // An error on a client in use does not reach the pool's listener and would end the process.
  pool.on("connect", (client) => client.on("error", warn));
  if (pooler && !pooler.preparesStatements) dropStatementNames(pool);
  return pool;
}

/**
 * Runs one statement, or reads. A deadlock or serialization failure rolled it back, so it is tried again.
 * Throws UnavailableError when Postgres is away or too slow.
 */
export async function attempt<T>(work: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await work();
    } catch (error) {
      if (count === ATTEMPTS_MAX || !isTransient(error)) throw toFault(error);
    }
  }
}

const ATTEMPTS_MAX = 3;

/** Runs the work in one transaction, as a whole as often as attempt() does. Throws as it does. */
export const transact = <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> =>
  attempt(() => attemptTransaction(pool, work));

async function attemptTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const value = await work(client);
    const { command } = await client.query("commit");
    // Postgres answers COMMIT of an aborted transaction with ROLLBACK, and no error (pg #1488).
    if (command !== "COMMIT") throw new Error("the transaction was rolled back");
    client.release();
    return value;
  } catch (error) {
    // Closed, not given back: its transaction may still be open on the server.
    client.release(true);
    throw error;
  }
}

const UNIQUE_VIOLATION = "23505";

/** Whether a statement failed because somebody else has what an index lets one have. */
export const isTaken = (error: unknown, index: string): boolean =>
  error instanceof DatabaseError && error.code === UNIQUE_VIOLATION && error.constraint === index;

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";

function isTransient(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED)
  );
}

// SQLSTATE classes: 08 connection, 53 resources, 55 not in state (lock timeout), 57 operator intervention, 40 above.
const AWAY = /^(08|40|53|55|57|25P03)/;
const AWAY_MESSAGE =
  /timeout|terminated|ECONN|ENOENT|EPIPE|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|not queryable/i;

function toFault(error: unknown): unknown {
  if (error instanceof DatabaseError) return AWAY.test(error.code ?? "") ? storeAway(error) : error;
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  return AWAY_MESSAGE.test(`${code} ${error.message}`) ? storeAway(error) : error;
}
