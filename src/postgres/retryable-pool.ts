import { DatabaseError, type PoolClient } from "pg";
import type { Pool } from "./pool.ts";

/** A code for which graphile-worker tries a statement again (its lib.ts, RETRYABLE_ERROR_CODES). */
const RETRYABLE_CODE = "ETIMEDOUT";
/** Of SQLSTATEs that pass: as in pool.ts. */
const PASSING = /^(08|40|53|55|57|25P03)/;

/**
 * Marks every lost or missing connection of a pool, and every statement that ran out of time, as worth another try. graphile-worker 0.18 completes a job without
 * awaiting it and retries only few codes: with any other one its rejection would end the process.
 */
export function makeRetryable(pool: Pool): void {
  markFailures(pool, "connect");
  pool.on("connect", (client: PoolClient) => markFailures(client, "query"));
}

function markFailures<Name extends string>(
  target: Record<Name, (...given: never[]) => unknown>,
  name: Name,
): void {
  const original = target[name] as (...given: unknown[]) => unknown;
  const marked = (...given: unknown[]): unknown => {
    const result = original.apply(target, given);
    // The forms with a callback or a stream belong to the pool itself.
    return result instanceof Promise ? result.catch(throwMarked) : result;
  };
  Object.assign(target, { [name]: marked });
}

function throwMarked(error: unknown): never {
  const isOurFault = error instanceof DatabaseError && !PASSING.test(error.code ?? "");
  if (error instanceof Error && !isOurFault) Object.assign(error, { code: RETRYABLE_CODE });
  throw error;
}
