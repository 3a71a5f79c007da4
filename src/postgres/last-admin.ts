import type { Queryable } from "./pool.ts";
import type { Account } from "./users.ts";

/**
 * Whether an account is the only active administrator, whom nobody may delete, disable or make a user. Holds all of them
 * until the transaction ends, so that of two who do it to each other at once the second is the last, and the account
 * itself with them, in one order: whoever holds one and waits for another waits for ever. Call it before the transaction
 * locks any account.
 */
export async function isLastAdmin(
  client: Queryable,
  { id }: Pick<Account, "id">,
): Promise<boolean> {
  const { rows } = await client.query<{ id: string; isAdmin: boolean }>({
    name: "hold-admins",
    // For everybody else only he is held: owners who delete their accounts need not wait for each other.
    text: `select id, role = 'admin' and status = 'active' as "isAdmin" from users
      where id = $1::uuid or (role = 'admin' and status = 'active'
        and exists (select from users where id = $1::uuid and role = 'admin'))
      order by row_id for no key update`,
    values: [id],
  });
  const admins = rows.filter(({ isAdmin }) => isAdmin);
  return admins.length === 1 && admins[0]?.id === id;
}
