import type { Events } from "../events.ts";
import type { Queryable } from "../postgres/pool.ts";
import type { Account } from "../postgres/users.ts";

/** Tells the product, with the caller's transaction, how an account is now. */
export const tellUpdated = (
  events: Events,
  client: Queryable,
  { id, email, username, locale, role, status }: Account,
): Promise<void> =>
  events.queue(client, {
    type: "user.updated",
    accountId: id,
    data: { user_id: id, email, username, locale, role, status },
  });
