import {
  type TracesOf,
  anonymiseAuditEntries,
  queueForgetting,
} from "../postgres/account-deletion.ts";
import type { AuditCursor } from "../postgres/audit-trail.ts";
import { type Queryable, attempt } from "../postgres/pool.ts";

/** So many entries are changed well within the deadline of a statement. */
const BATCH = 2000;
const TRACES: readonly TracesOf[] = ["about", "by"];

/**
 * Takes from the audit trail where the owner of an account was, and which address he had, in the transaction that
 * deletes it. Anybody can make many entries, by wrong passwords: those that are too many for a request are left to a job.
 */
export async function forgetTraces(client: Queryable, accountId: string): Promise<void> {
  const left: unknown[] = [];
  for (const of of TRACES)
    left.push(await anonymiseAuditEntries(client, { accountId, of, before: null, limit: BATCH }));
  if (left.some((place) => place !== null)) await queueForgetting(client, accountId);
}

/** The job: safe to repeat, and to break off anywhere. Throws when Postgres is away; the queue then runs it again. */
export async function forgetRemainingTraces(db: Queryable, accountId: string): Promise<void> {
  for (const of of TRACES) {
    let before: AuditCursor | null = null;
    do {
      const from: AuditCursor | null = before;
      before = await attempt(() =>
        anonymiseAuditEntries(db, { accountId, of, before: from, limit: BATCH }),
      );
    } while (before);
  }
}
