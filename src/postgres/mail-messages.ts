import type { Queryable } from "./pool.ts";

export type MailKind = "activation_code" | "already_registered";
export type MailState = "queued" | "sent" | "undeliverable" | "superseded";

export type NewMessage = {
  id: string;
  accountRowId: string;
  kind: MailKind;
  codeSequence: number;
};

/** The worker's task for every message; the payload is the message's id and nothing else. */
export const SEND_MAIL_TASK = "send_mail";
// The worker's own retries are the net below ours: they cover a job that died without an answer of the provider.
export const JOB_ATTEMPTS_MAX = 25;

/** Writes a message and its job. In the caller's transaction both are there, or none is. */
export async function queueMessage(db: Queryable, message: NewMessage): Promise<void> {
  await db.query({
    name: "queue-message",
    text: `with message as (
        insert into mail_messages (id, user_row_id, kind, code_sequence)
        values ($1::uuid, $2::bigint, $3::text, $4::integer) returning id)
      select graphile_worker.add_job('${SEND_MAIL_TASK}', json_build_object('messageId', id),
        job_key => id::text, max_attempts => ${JOB_ATTEMPTS_MAX}) from message`,
    values: [message.id, message.accountRowId, message.kind, message.codeSequence],
  });
}

/** Puts a message's job back for later, in place of the one that runs now, and notes what went wrong. */
export async function requeueMessage(
  db: Queryable,
  retry: { messageId: string; delayMs: number; error: string },
): Promise<void> {
  await db.query({
    name: "requeue-message",
    text: `with message as (
        update mail_messages set attempts = attempts + 1, last_error = $3::text
        where id = $1::uuid and state = 'queued' returning id)
      select graphile_worker.add_job('${SEND_MAIL_TASK}', json_build_object('messageId', id),
        job_key => id::text, max_attempts => ${JOB_ATTEMPTS_MAX},
        run_at => now() + make_interval(secs => $2::integer / 1000.0)) from message`,
    values: [retry.messageId, retry.delayMs, retry.error],
  });
}

export type QueuedMessage = {
  id: string;
  kind: MailKind;
  codeSequence: number;
  attempts: number;
  ageMs: number;
  accountRowId: string;
  accountId: string;
  email: string;
  emailNormalised: string;
  status: "pending" | "active";
  generation: number;
  /** The account's newest code number: a message of an older one is not sent. */
  newestCodeSequence: number;
};

/** A message that still waits, with what its text needs of the account; null once it is settled or deleted. */
export async function findQueuedMessage(db: Queryable, id: string): Promise<QueuedMessage | null> {
  const { rows } = await db.query<QueuedMessage>({
    name: "find-queued-message",
    text: `select m.id, m.kind, m.code_sequence as "codeSequence", m.attempts,
        (extract(epoch from now() - m.requested_at) * 1000)::float8 as "ageMs", u.row_id as "accountRowId", u.id as "accountId",
        u.email, u.email_normalised as "emailNormalised", u.status, u.generation,
        u.code_sequence as "newestCodeSequence"
      from mail_messages m join users u on u.row_id = m.user_row_id
      where m.id = $1::uuid and m.state = 'queued'`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Ends a message: accepted by the provider, given up, or overtaken by a newer one. */
export async function settleMessage(
  db: Queryable,
  settled: { messageId: string; state: Exclude<MailState, "queued">; error?: string },
): Promise<void> {
  await db.query({
    name: "settle-message",
    text: `update mail_messages set state = $2::text, attempts = attempts + 1, last_error = $3::text,
        accepted_at = case $2::text when 'sent' then now() end
      where id = $1::uuid and state = 'queued'`,
    values: [settled.messageId, settled.state, settled.error ?? null],
  });
}

/** The state of the newest message of an account; null when there is none. */
export async function findNewestMailState(
  db: Queryable,
  accountRowId: string,
): Promise<MailState | null> {
  const { rows } = await db.query<{ state: MailState }>({
    name: "find-newest-mail-state",
    text: `select state from mail_messages where user_row_id = $1::bigint
      order by code_sequence desc limit 1`,
    values: [accountRowId],
  });
  return rows[0]?.state ?? null;
}

/** Gives back the jobs of workers that died or froze: no job takes as long as the lease. Returns how many workers. */
export async function releaseAbandonedJobs(db: Queryable, leaseMs: number): Promise<number> {
  const { rows } = await db.query<{ workers: number }>({
    name: "release-abandoned-jobs",
    text: `with dead as (
        select array_agg(distinct locked_by) as ids from graphile_worker.jobs
        where locked_at < now() - make_interval(secs => $1::integer / 1000.0))
      select coalesce(cardinality(ids), 0) as workers,
        case when ids is not null then graphile_worker.force_unlock_workers(ids) end from dead`,
    values: [leaseMs],
  });
  return rows[0]?.workers ?? 0;
}

/** Deletes messages older than the given days; returns how many. */
export async function deleteOldMessages(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-messages",
    text: "delete from mail_messages where requested_at < now() - make_interval(days => $1::integer)",
    values: [days],
  });
  return rowCount ?? 0;
}
