import type { AuditCursor } from "./audit-trail.ts";
import { JOB_ATTEMPTS_MAX } from "./mail-jobs.ts";
import { queryPatiently } from "./patient-query.ts";
import { END_OF_TIME_MICROS, type Queryable } from "./pool.ts";

/** The worker's task that goes on where a deletion stopped; the payload is the account's id and nothing else. */
export const FORGET_TRACES_TASK = "forget_traces";

/** The worker's task that forgets what open pages were told of an account; Redis may be away while it is deleted. */
export const FORGET_NOTICES_TASK = "forget_notices";

/**
 * Deletes an account, and with it all that refers to it: sessions, messages, links, changes of its address. With
 * patience, because nothing bounds how often somebody signed in. In a transaction.
 */
export async function deleteAccount(client: Queryable, accountRowId: string): Promise<void> {
  await queryPatiently(client, {
    name: "delete-account",
    text: "delete from users where row_id = $1::bigint",
    values: [accountRowId],
  });
}

/** Entries with his network in them: those about him, and what he did to others as an administrator. */
const WHOSE = {
  // Where an administrator was who deleted him is not his.
  about: "account_id = $1::uuid and action <> 'admin.user_deleted'",
  by: "actor = $1::uuid::text and actor_kind = 'admin'",
} as const;
export type TracesOf = keyof typeof WHOSE;

/**
 * Leaves of so many audit entries of an account, newest first, what happened and when, and takes away from where, and
 * which address it had. Returns where to go on; null at the end.
 */
export async function anonymiseAuditEntries(
  db: Queryable,
  traces: { accountId: string; of: TracesOf; before: AuditCursor | null; limit: number },
): Promise<AuditCursor | null> {
  const { accountId, of, before, limit } = traces;
  const { rows } = await db.query<AuditCursor & { count: number }>({
    name: `anonymise-audit-entries-${of}`,
    text: `with batch as (
        select id, at from audit_entries
        where ${WHOSE[of]}
          and (at, id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::bigint)
        order by at desc, id desc limit $4::integer),
      anonymised as (
        update audit_entries set ip = null, address_pseudonym = null
        where id in (select id from batch) and (ip is not null or address_pseudonym is not null))
      select id, (extract(epoch from at) * 1000000)::bigint as "atMicros", (select count(*) from batch)::integer as count
      from batch order by at, id limit 1`,
    values: [accountId, before?.atMicros ?? END_OF_TIME_MICROS, before?.id ?? 0, limit],
  });
  const [oldest] = rows;
  return oldest?.count === limit ? oldest : null;
}

/** Queues the job that takes the rest of an account's traces away. */
export async function queueForgetting(client: Queryable, accountId: string): Promise<void> {
  await client.query({
    name: "queue-forgetting",
    text: `select graphile_worker.add_job('${FORGET_TRACES_TASK}', json_build_object('accountId', $1::text),
      max_attempts => ${JOB_ATTEMPTS_MAX})`,
    values: [accountId],
  });
}

/** Queues the job that forgets the live notices of an account and of its address, which is named by its pseudonym. */
export async function queueForgettingNotices(
  client: Queryable,
  whose: { accountId: string; addressPseudonym: string },
): Promise<void> {
  await client.query({
    name: "queue-forgetting-notices",
    text: `select graphile_worker.add_job('${FORGET_NOTICES_TASK}',
      json_build_object('accountId', $1::text, 'addressPseudonym', $2::text), max_attempts => ${JOB_ATTEMPTS_MAX})`,
    values: [whose.accountId, whose.addressPseudonym],
  });
}
