import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { pseudonym } from "../../keys.ts";
import { liftSuppression } from "../../postgres/mail-suppressions.ts";
import { insertOpsEvent } from "../../postgres/ops-events.ts";
import { transact } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

/**
 * Takes an address off the list of those that nothing is sent to, and notes who wanted it and why, without the address
 * itself. Throws UnavailableError when Postgres is away.
 */
export async function allowAddress(
  { pool, keys, log }: Pick<Resources, "pool" | "keys" | "log">,
  request: { email: EmailAddress; operator: string; reason: string },
): Promise<Outcome<null, "not_found">> {
  const { email, operator, reason } = request;
  const subject = pseudonym(keys.address, email.normalised);
  const isLifted = await transact(pool, async (client) => {
    if (!(await liftSuppression(client, subject))) return false;
    const event = { kind: "suppression_lifted", subject, actor: operator, reason } as const;
    await insertOpsEvent(client, event);
    return true;
  });
  if (!isLifted) return refuse("not_found", { detail: "The address is not suppressed." });
  log.info({ operator }, "mail suppression lifted");
  return accept(null);
}
