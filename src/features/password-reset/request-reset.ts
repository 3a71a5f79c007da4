import { randomUUID } from "node:crypto";
import { type ResetRequest, writeResetRequest } from "../../postgres/password-reset-requests.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

/**
 * Notes that somebody wants a new password. Nothing is looked up before the answer: who has the address, and whether, is
 * the job's business (prepare-reset.ts). Throws UnavailableError when Postgres is away.
 */
export const requestReset = (
  { pool }: Pick<Resources, "pool">,
  request: ResetRequest,
): Promise<void> => attempt(() => writeResetRequest(pool, { ...request, id: randomUUID() }));
