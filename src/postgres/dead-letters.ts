import type { QueryConfig } from "pg";
import { type DeadState, IS_DEAD } from "./mail-figures.ts";
import { ADD_MAIL_JOBS } from "./mail-jobs.ts";
import { queryPatiently } from "./patient-query.ts";
import type { Queryable } from "./pool.ts";

/** Dead letters that ended from a moment on. */
export type DeadLetterSpan = { since: Date; state: DeadState | null };

const IN_SPAN = `${IS_DEAD} and m.settled_at >= $1::timestamptz and ($2::text is null or m.state = $2::text)`;
/**
 * A code mail is of use while its account waits for it, and asked for no newer one; a passwordless one until its time is
 * over, which was told when it was asked for; a link while it is kept, because its life begins anew when it is sent; a
 * farewell while it is known where to.
 */
const IS_WANTED = `case m.kind
  when 'activation_code' then u.status = 'pending' and m.code_sequence = u.code_sequence
  when 'password_reset' then u.status = 'active'
    and exists (select from password_resets r where r.message_id = m.id)
  when 'otp_code' then exists (select from otp_requests r where r.message_id = m.id and r.expires_at > now())
  else coalesce(m.recipient, u.email) is not null end`;

export type FoundDeadLetters = {
  /** The oldest first, as many as were asked for. */
  ids: string[];
  /** How many more there are. */
  more: number;
  superseded: number;
};

/** The dead letters of a span that are still of use to somebody. In a transaction. */
export async function findWantedDeadLetters(
  client: Queryable,
  { since, state }: DeadLetterSpan,
  limit: number,
): Promise<FoundDeadLetters> {
  return findInSpan(client, {
    name: "find-wanted-dead-letters",
    text: `with dead as (
        select m.id, m.settled_at, ${IS_WANTED} as is_wanted
        from mail_messages m left join users u on u.row_id = m.user_row_id where ${IN_SPAN})
      select array(select id from dead where is_wanted order by settled_at, id limit $3::integer) as ids,
        greatest(0, count(*) filter (where is_wanted) - $3::integer)::integer as more,
        (count(*) filter (where not is_wanted))::integer as superseded from dead`,
    values: [since, state, limit],
  });
}

/** All dead letters of a span. In a transaction. */
export async function findDeadLetters(
  client: Queryable,
  { since, state }: DeadLetterSpan,
  limit: number,
): Promise<FoundDeadLetters> {
  return findInSpan(client, {
    name: "find-dead-letters",
    text: `with dead as (select m.id, m.settled_at from mail_messages m where ${IN_SPAN})
      select array(select id from dead order by settled_at, id limit $3::integer) as ids,
        greatest(0, count(*) - $3::integer)::integer as more, 0 as superseded from dead`,
    values: [since, state, limit],
  });
}

const findInSpan = async (client: Queryable, query: QueryConfig): Promise<FoundDeadLetters> =>
  (await queryPatiently<FoundDeadLetters>(client, query)) ?? { ids: [], more: 0, superseded: 0 };

export type LockedMessage = { id: string; isDead: boolean; isWanted: boolean };

/**
 * Holds messages until the transaction ends, so that of two operators who want the same at once the second sees what
 * the first did. Always in the order of their ids: nobody waits for each other.
 */
export async function lockMessages(
  client: Queryable,
  ids: readonly string[],
): Promise<LockedMessage[]> {
  const { rows } = await client.query<LockedMessage>({
    name: "lock-messages",
    text: `select m.id, ${IS_DEAD} as "isDead", ${IS_WANTED} as "isWanted"
      from mail_messages m left join users u on u.row_id = m.user_row_id
      where m.id = any($1::uuid[]) order by m.id for update of m`,
    values: [ids],
  });
  return rows;
}

/** Puts locked dead letters back into the queue, each with a job. Their attempts stay; their age begins anew. */
export async function requeueDeadLetters(client: Queryable, ids: readonly string[]): Promise<void> {
  await client.query({
    name: "requeue-dead-letters",
    text: `with message as (
        update mail_messages m set state = 'queued', queued_at = now(), settled_at = null
        where m.id = any($1::uuid[]) and ${IS_DEAD} returning m.id, m.kind)
      ${ADD_MAIL_JOBS}`,
    values: [ids],
  });
}

/** Gives locked dead letters up. */
export async function dropDeadLetters(client: Queryable, ids: readonly string[]): Promise<void> {
  await client.query({
    name: "drop-dead-letters",
    text: `update mail_messages m set state = 'dropped', is_unclear = false, settled_at = now()
      where m.id = any($1::uuid[]) and ${IS_DEAD}`,
    values: [ids],
  });
}
