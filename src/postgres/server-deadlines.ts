import type { Logger } from "../log.ts";
import { type Queryable, attempt } from "./pool.ts";

/** Whether Postgres ends statements, waits for locks and idle transactions of these connections by itself. */
export async function hasServerDeadlines(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ all: boolean }>({
    name: "read-server-deadlines",
    text: `select bool_and(setting <> '0') as all from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`,
  });
  return rows[0]?.all === true;
}

/** Tells the log when they do not. Throws UnavailableError when Postgres is away. */
export async function warnWithoutDeadlines(db: Queryable, log: Logger): Promise<void> {
  if (!(await attempt(() => hasServerDeadlines(db))))
    log.warn(
      "the connections behind the pooler have no deadlines: see the README, Behind pgbouncer",
    );
}
