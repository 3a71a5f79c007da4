import type { Queryable } from "./pool.ts";

/** Voids the change of address that an account asked for, if it did. */
export async function deleteEmailChange(client: Queryable, accountRowId: string): Promise<void> {
  await client.query({
    name: "delete-email-change",
    text: "delete from email_changes where user_row_id = $1::bigint",
    values: [accountRowId],
  });
}
