import type { Locale } from "../domain/locale.ts";
import type { Origin } from "./audit-entries.ts";
import { traceparent } from "../tracing/tracing.ts";
import { jobPayload } from "./job-payload.ts";
import { JOB_ATTEMPTS_MAX } from "./mail-jobs.ts";
import type { Queryable } from "./pool.ts";

export type ResetRequest = {
  emailNormalised: string;
  /** Null: the account's own. */
  locale: Locale | null;
  origin: Origin;
};

/** The worker's task for every request; the payload is the request's id, and the trace that it is part of. */
export const PREPARE_RESET_TASK = "prepare_password_reset";

/** Writes a request and its job, in one statement, which costs the same whoever has the address. */
export async function writeResetRequest(
  db: Queryable,
  request: ResetRequest & { id: string },
): Promise<void> {
  await db.query({
    name: "write-reset-request",
    text: `with request as (
        insert into password_reset_requests (id, email_normalised, locale, ip, request_id)
        values ($1::uuid, $2::text, $3::text, $4::text, $5::text) returning id)
      select graphile_worker.add_job('${PREPARE_RESET_TASK}', ${jobPayload("requestId", "$6::text")},
        max_attempts => ${JOB_ATTEMPTS_MAX}, priority => 0) from request`,
    values: [
      request.id,
      request.emailNormalised,
      request.locale,
      request.origin.ip,
      request.origin.requestId,
      traceparent(),
    ],
  });
}

type Row = Pick<ResetRequest, "emailNormalised" | "locale"> & Origin;

/** Deletes a request and returns it; null when somebody did before. Others who want it wait for the transaction. */
export async function takeResetRequest(
  client: Queryable,
  id: string,
): Promise<ResetRequest | null> {
  const { rows } = await client.query<Row>({
    name: "take-reset-request",
    text: `delete from password_reset_requests where id = $1::uuid
      returning email_normalised as "emailNormalised", locale, ip, request_id as "requestId"`,
    values: [id],
  });
  const [row] = rows;
  if (!row) return null;
  const { ip, requestId, ...request } = row;
  return { ...request, origin: { ip, requestId } };
}

/** Deletes requests that no job came to within the given hours; returns how many. */
export async function deleteOldResetRequests(db: Queryable, hours: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-reset-requests",
    text: "delete from password_reset_requests where created_at < now() - make_interval(hours => $1::integer)",
    values: [hours],
  });
  return rowCount ?? 0;
}
