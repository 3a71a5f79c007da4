import { setTimeout as delay } from "node:timers/promises";
import { EVENT_BACK_OFF, backoffMs } from "../../outbound/backoff.ts";
import {
  type QueuedEvent,
  beginEventAttempt,
  findQueuedEvent,
  requeueEvent,
  settleEvent,
} from "../../postgres/webhook-events.ts";
import type { Resources } from "../../resources.ts";
import type { WebhookEndpoint } from "../../webhook-endpoint.ts";

type DeliverResources = Pick<Resources, "mailPool" | "log"> & { endpoint: WebhookEndpoint };

/** As long as Standard Webhooks suggests to go on trying. */
const AGE_MAX_MS = 3 * 24 * 3_600_000;
/** So long a job waits in its place while the endpoint may not be asked: a dead one costs a few statements a second. */
const WAIT_IN_PLACE_MAX_MS = 2000;

/**
 * The job of an event: posts it once. Safe to run twice, at any point: its id and body are the same each time, by which
 * the receiver knows a repeat, and a settled event is left alone. Throws when Postgres is away; the queue then runs the
 * job again.
 */
export async function deliverEvent(resources: DeliverResources, eventId: string): Promise<void> {
  const { mailPool, endpoint, log } = resources;
  const waitMs = endpoint.waitMs();
  if (waitMs > 0) await delay(Math.min(waitMs, WAIT_IN_PLACE_MAX_MS));
  const event = await findQueuedEvent(mailPool, eventId);
  if (!event) return;
  const settle = (state: "delivered" | "dead", error: string | null): Promise<void> =>
    settleEvent(mailPool, { id: eventId, state, error });
  if (event.ageMs > AGE_MAX_MS) {
    log.warn({ event_id: eventId, type: event.type, attempts: event.attempts }, "event given up");
    // Of one that is too old, why nobody took it is kept.
    return settle("dead", event.lastError ?? "the endpoint was never asked");
  }

  using place = endpoint.enter();
  if (!place) return requeue(resources, event, null);
  // Before it is asked: whatever happens then, no attempt goes uncounted.
  if (!(await beginEventAttempt(mailPool, eventId))) return undefined;
  const delivery = await endpoint.deliver(place, event);
  if (delivery.kind === "accepted") {
    log.debug({ event_id: eventId, type: event.type }, "event delivered");
    return settle("delivered", null);
  }
  const { kind: outcome, reason } = delivery;
  log.warn({ event_id: eventId, type: event.type, outcome, reason }, "event not delivered");
  return outcome === "rejected" ? settle("dead", reason) : requeue(resources, event, reason);
}

function requeue(
  { mailPool, endpoint }: DeliverResources,
  { id, attempts, ageMs }: QueuedEvent,
  error: string | null,
): Promise<void> {
  const backOffMs = backoffMs(EVENT_BACK_OFF, attempts, Math.random(), endpoint.waitMs());
  // Looked at again when it is too old at the latest.
  const delayMs = Math.ceil(Math.min(backOffMs, AGE_MAX_MS - ageMs + 1000));
  return requeueEvent(mailPool, { id, delayMs, error });
}
