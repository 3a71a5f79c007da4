import type { Logger } from "../log.ts";
import type { Redis } from "../redis/connection.ts";

/**
 * Writes batches beside the requests. Never throws: what Redis does not take is lost, which is told once until a batch
 * gets through again.
 */
export function createBatchWriter(
  log: Logger,
  what: string,
): (batch: ReturnType<Redis["pipeline"]>) => Promise<void> {
  let isLosing = false;
  return async (batch) => {
    // A pipeline resolves also when its commands fail, of a Redis that is away or full: each has its own error.
    const results = await batch.exec().catch((error: unknown) => [[error]]);
    const failed = results?.find(([error]) => error !== null);
    if (failed && !isLosing) log.warn({ err: failed[0] }, `${what} are lost`);
    isLosing = failed !== undefined;
  };
}
