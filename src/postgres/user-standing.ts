import type { Queryable } from "./pool.ts";
import { ACCOUNT, type Account } from "./users.ts";

/** The account with an id, whatever its status; null when there is none. */
export async function findAccountById(db: Queryable, id: string): Promise<Account | null> {
  const { rows } = await db.query<Account>({
    name: "find-account-by-id",
    text: `select ${ACCOUNT} from users u where u.id = $1::uuid`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** The same, which stays as it is until the transaction ends. */
export async function holdAccount(client: Queryable, id: string): Promise<Account | null> {
  const { rows } = await client.query<Account>({
    name: "hold-account",
    text: `select ${ACCOUNT} from users u where u.id = $1::uuid for no key update`,
    values: [id],
  });
  return rows[0] ?? null;
}

/**
 * Changes status and role of a held account that was activated. Of one that is disabled, whatever was read, sent or
 * begun before is void.
 */
export async function updateStanding(
  client: Queryable,
  { rowId, status, role }: Pick<Account, "rowId" | "status" | "role">,
): Promise<void> {
  await client.query({
    name: "update-standing",
    text: `with voided as (
        delete from password_resets where user_row_id = $1::bigint and $2::text = 'disabled')
      update users set role = $3::text,
        generation = generation + case when $2::text = 'disabled' and status <> 'disabled' then 1 else 0 end,
        status = $2::text
      where row_id = $1::bigint`,
    values: [rowId, status, role],
  });
}
