import type { Origin } from "../../postgres/audit-entries.ts";
import { transact } from "../../postgres/pool.ts";
import type { SessionChoice } from "../../postgres/sessions.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";

/** Ends sessions of whoever asks for it, and returns their ids. Throws UnavailableError when Postgres is away. */
export function endOwnSessions(
  { pool, events }: Pick<Resources, "pool" | "events">,
  request: { account: Account; sessionId: string; choice: SessionChoice; origin: Origin },
): Promise<string[]> {
  const { account, sessionId, choice, origin } = request;
  const isThisOne = "only" in choice && choice.only === sessionId;
  const reason = isThisOne ? "signed_out" : "signed_out_elsewhere";
  const actor = { kind: "user", name: account.id } as const;
  return transact(pool, (client) =>
    endSessions(events, client, { account, choice, reason, actor, origin }),
  );
}
