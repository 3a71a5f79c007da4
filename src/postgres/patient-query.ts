import type { QueryConfig, QueryResultRow } from "pg";
import type { Queryable } from "./pool.ts";

const TIMEOUT_MS = 10_000;
const setStatementTimeout = (
  client: Queryable,
  timeout: string,
): Promise<{ rows: { before: string }[] }> =>
  client.query<{ before: string }>({
    name: "set-statement-timeout",
    // What it was has to be kept: a pooler may have set it, and "default" is what the role has.
    text: `select before, set_config('statement_timeout', $1::text, true)
      from current_setting('statement_timeout') before`,
    values: [timeout],
  });

/**
 * Runs a statement of a transaction with more time than others: a million rows take seconds to count, or to delete with
 * their account, and whoever asked for it waits.
 */
export async function queryPatiently<Row extends QueryResultRow>(
  client: Queryable,
  query: QueryConfig,
): Promise<Row | undefined> {
  const { rows: settings } = await setStatementTimeout(client, `${TIMEOUT_MS}ms`);
  // The driver's own deadline is the one of the pool, unless a query has another.
  const patient = { ...query, query_timeout: TIMEOUT_MS };
  const { rows } = await client.query<Row>(patient);
  await setStatementTimeout(client, settings[0]?.before ?? "0");
  return rows[0];
}
