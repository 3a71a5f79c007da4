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
