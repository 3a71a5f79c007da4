import { SPAN_BATCH, describeIds } from "../../ops-selection.ts";
import { insertOpsEvent } from "../../postgres/ops-events.ts";
import { transact } from "../../postgres/pool.ts";
import type { EventState, EventType } from "../../postgres/webhook-events.ts";
import {
  dropEvents,
  findEventsSince,
  lockEvents,
  requeueEvents,
} from "../../postgres/webhook-records.ts";
import type { Resources } from "../../resources.ts";

/** Events of a state, and of a type or of any: by their ids, or by when they were made. */
export type Selection = { state: EventState; type: EventType | null } & (
  | { ids: readonly string[] }
  | { since: Date }
);

export type Changed = {
  count: number;
  /** Left as they were: of another state (somebody else was first, perhaps) or type, or not there at all. */
  other: number;
  unknown: number;
  /** How many more the span has than one call takes. */
  more: number;
};

const ACTIONS = {
  redrive: { kind: "webhooks_redriven", act: requeueEvents },
  drop: { kind: "webhooks_dropped", act: dropEvents },
} as const;

/**
 * Sends events again, or drops them, and notes who wanted it and why: neither happens without the other. What is sent
 * again keeps its id, by which the receiver knows a repeat. Throws UnavailableError when Postgres is away.
 */
export async function changeEvents(
  { pool, log }: Pick<Resources, "pool" | "log">,
  action: keyof typeof ACTIONS,
  request: { selection: Selection; operator: string; reason: string },
): Promise<Changed> {
  const { selection, operator, reason } = request;
  const { state, type } = selection;
  const { kind, act } = ACTIONS[action];
  const changed = await transact(pool, async (client) => {
    const found =
      "since" in selection
        ? await findEventsSince(client, selection, SPAN_BATCH)
        : { ids: [...new Set(selection.ids)], more: 0 };
    const locked = await lockEvents(client, found.ids);
    const taken = locked
      .filter((event) => event.state === state && (type === null || event.type === type))
      .map(({ id }) => id);
    if (taken.length > 0) {
      await act(client, taken);
      const subject = describeIds(taken, "event");
      await insertOpsEvent(client, { kind, subject, actor: operator, reason });
    }
    return {
      count: taken.length,
      other: locked.length - taken.length,
      unknown: found.ids.length - locked.length,
      more: found.more,
    };
  });
  log.info({ action, count: changed.count, operator }, "events changed");
  return changed;
}
