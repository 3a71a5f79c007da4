import { jobPayload } from "./job-payload.ts";
import { URGENT_KINDS } from "./mail-kinds.ts";

/** The worker's task for every message; the payload is the message's id, and the trace that it is part of. */
export const SEND_MAIL_TASK = "send_mail";
// The worker's own retries are the net below ours: they cover a job that died without an answer of the provider.
export const JOB_ATTEMPTS_MAX = 25;

const JOB_PRIORITY = `case when kind in ('${URGENT_KINDS.join("', '")}') then 0 else 10 end`;

/** The statement's end that puts the job of a CTE named message(id, kind) into the queue, in place of the one that is there. */
export const jobOfMessage = (trace: string, more: string): string =>
  `select graphile_worker.add_job('${SEND_MAIL_TASK}', ${jobPayload("messageId", trace)}, job_key => id::text,
    max_attempts => ${JOB_ATTEMPTS_MAX}, priority => ${JOB_PRIORITY}, ${more}) from message`;

/**
 * The statement's end that puts the new messages of a CTE named message(id, kind) into the queue, what somebody waits for
 * before everything else. There is no job of theirs to be looked for, which would take half of the whole statement's time.
 * The trace is a parameter, a traceparent or null.
 */
export const addMailJob = (trace: string): string =>
  jobOfMessage(trace, "job_key_mode => 'unsafe_dedupe'");

/** The same for many messages: one statement of the queue's, not one for each. */
export const ADD_MAIL_JOBS = `select from graphile_worker.add_jobs(array(
    select row('${SEND_MAIL_TASK}', json_build_object('messageId', id), null, now(), ${JOB_ATTEMPTS_MAX}, id::text,
      ${JOB_PRIORITY}, null)::graphile_worker.job_spec from message))`;
