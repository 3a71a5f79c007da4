import type { PoolClient } from "pg";
import { EMAIL_INDEX } from "../../postgres/own-account.ts";
import { type Pool, isTaken, transact } from "../../postgres/pool.ts";

/**
 * Runs a transaction that moves an account, as transact() does, and once more when somebody registered the address at
 * the same moment: the second time his pending account is seen, and goes.
 */
export async function moveInTransaction<T>(
  pool: Pool,
  move: (client: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await transact(pool, move);
  } catch (error) {
    if (!isTaken(error, EMAIL_INDEX)) throw error;
    return transact(pool, move);
  }
}
