import type { Pool, PoolClient } from "pg";

type Query = (given: unknown, ...rest: unknown[]) => unknown;

/**
 * Takes the names off all statements of a pool. A name is known to the server connection that a statement was prepared
 * on, and the next transaction may have another one, or one where the name is taken.
 */
export function dropStatementNames(pool: Pool): void {
  pool.on("connect", (client: PoolClient) => {
    const query = client.query.bind(client) as Query;
    const unnamed: Query = (given, ...rest) => query(withoutName(given), ...rest);
    Object.assign(client, { query: unnamed });
  });
}

const withoutName = (given: unknown): unknown =>
  typeof given === "object" && given !== null && "name" in given
    ? { ...given, name: undefined }
    : given;
