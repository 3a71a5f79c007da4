import type { QueryConfig, QueryResultRow } from "pg";
import type { Queryable } from "./pool.ts";

const TIMEOUT_MS = 10_000;

/**
 * Runs a statement of a transaction with more time than others: a million rows take seconds to count, or to delete with
 * their account, and whoever asked for it waits.
 */
export async function queryPatiently<Row extends QueryResultRow>(
  client: Queryable,
  query: QueryConfig,
): Promise<Row | undefined> {
  await client.query(`set local statement_timeout = ${TIMEOUT_MS}`);
  // The driver's own deadline is the one of the pool, unless a query has another.
  const patient = { ...query, query_timeout: TIMEOUT_MS };
  const { rows } = await client.query<Row>(patient);
  await client.query("set local statement_timeout to default");
  return rows[0];
}
