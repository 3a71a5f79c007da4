import { SPAN_BATCH, describeIds } from "../../ops-selection.ts";
import {
  type DeadLetterSpan,
  dropDeadLetters,
  findDeadLetters,
  findWantedDeadLetters,
  lockMessages,
  requeueDeadLetters,
} from "../../postgres/dead-letters.ts";
import { insertOpsEvent } from "../../postgres/ops-events.ts";
import { transact } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

/** Messages by their ids, or dead letters by when they ended. */
export type Selection = { ids: readonly string[] } | { span: DeadLetterSpan };

export type Changed = {
  count: number;
  /** Left as they were: of no use any more, not dead (somebody else was first, perhaps), or not there at all. */
  superseded: number;
  notDead: number;
  unknown: number;
  /** How many more the span has than one call takes. */
  more: number;
};

const ACTIONS = {
  redrive: { kind: "mail_redriven", find: findWantedDeadLetters, act: requeueDeadLetters },
  drop: { kind: "mail_dropped", find: findDeadLetters, act: dropDeadLetters },
} as const;

/**
 * Sends dead letters again, or drops them, and notes who wanted it and why: neither happens without the other. What is
 * sent again keeps its id, so that a provider with keys who took it does not deliver it twice. Throws UnavailableError when
 * Postgres is away.
 */
export async function changeDeadLetters(
  { pool, log }: Pick<Resources, "pool" | "log">,
  action: keyof typeof ACTIONS,
  request: { selection: Selection; operator: string; reason: string },
): Promise<Changed> {
  const { selection, operator, reason } = request;
  const { kind, find, act } = ACTIONS[action];
  const changed = await transact(pool, async (client) => {
    const found =
      "span" in selection
        ? await find(client, selection.span, SPAN_BATCH)
        : { ids: [...new Set(selection.ids)], more: 0, superseded: 0 };
    const locked = await lockMessages(client, found.ids);
    const dead = locked.filter(({ isDead }) => isDead);
    const taken = dead.filter(({ isWanted }) => isWanted || action === "drop").map(({ id }) => id);
    if (taken.length > 0) {
      await act(client, taken);
      await insertOpsEvent(client, {
        kind,
        subject: describeIds(taken, "message"),
        actor: operator,
        reason,
      });
    }
    return {
      count: taken.length,
      superseded: found.superseded + dead.length - taken.length,
      notDead: locked.length - dead.length,
      unknown: found.ids.length - locked.length,
      more: found.more,
    };
  });
  log.info({ action, count: changed.count, operator }, "dead letters changed");
  return changed;
}
