import type { Queryable } from "./pool.ts";

/** Deletes an account, and with it all that refers to it: sessions, messages, links, changes of its address. */
export async function deleteAccount(client: Queryable, accountRowId: string): Promise<void> {
  await client.query({
    name: "delete-account",
    text: "delete from users where row_id = $1::bigint",
    values: [accountRowId],
  });
}

/** Leaves of an account's audit entries what happened and when, and takes away from where, and which address it had. */
export async function anonymiseAuditEntries(client: Queryable, accountId: string): Promise<void> {
  await client.query({
    name: "anonymise-audit-entries",
    // Two searches, each by an index: what he did to others as an administrator has his network in it as well.
    text: `update audit_entries set ip = null, address_pseudonym = null
      where (ip is not null or address_pseudonym is not null) and id in (
        select id from audit_entries where account_id = $1::uuid
        union all
        select id from audit_entries where actor_kind = 'admin' and actor = $1::uuid::text)`,
    values: [accountId],
  });
}

/** Deletes the events of an account that were delivered or given up; what still waits is told. */
export async function deleteSettledEvents(client: Queryable, accountId: string): Promise<void> {
  await client.query({
    name: "delete-settled-events",
    text: "delete from webhook_events where account_id = $1::uuid and state <> 'queued'",
    values: [accountId],
  });
}

/** Deletes settled events whose account is gone, but for the word of its deletion; returns how many. */
export async function deleteEventsOfNobody(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-events-of-nobody",
    text: `delete from webhook_events e where e.state <> 'queued' and e.type <> 'user.deleted'
      and e.account_id is not null and not exists (select from users u where u.id = e.account_id)`,
  });
  return rowCount ?? 0;
}
