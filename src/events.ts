import type { Config } from "./config.ts";
import { mintRowId } from "./domain/row-id.ts";
import type { Queryable } from "./postgres/pool.ts";
import { type EventType, deletePersonalEvents, insertEvent } from "./postgres/webhook-events.ts";

export type EventData = Record<string, string | number | null | readonly string[]>;

/** Tells the product beside which Latchkey runs what happened. */
export type Events = {
  /** Whether there is anybody to tell. */
  isHeard: boolean;
  /** The id of an event that a statement of its own writes; null when there is nobody to tell. */
  mintId(): string | null;
  /**
   * Queues an event in the caller's transaction; nothing when there is nobody to tell. That an account is deleted takes
   * the place of all events that say who its owner was, delivered or not.
   */
  queue(
    db: Queryable,
    event: { type: EventType; accountId: string | null; data: EventData },
  ): Promise<void>;
};

/** Events by webhook, when there is one. The body is the one that Standard Webhooks recommends. */
export function createEvents({ WEBHOOK_URL }: Pick<Config, "WEBHOOK_URL">): Events {
  const isHeard = WEBHOOK_URL !== undefined;
  return {
    isHeard,
    mintId: () => (isHeard ? mintRowId() : null),
    async queue(db, { type, accountId, data }) {
      // Also when nobody is told any more: there may be events from before.
      if (type === "user.deleted" && accountId !== null) await deletePersonalEvents(db, accountId);
      if (!isHeard) return;
      const payload = { type, timestamp: new Date().toISOString(), data };
      await insertEvent(db, { id: mintRowId(), type, accountId, payload });
    },
  };
}
