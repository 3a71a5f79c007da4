import { Webhook } from "standardwebhooks";
import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Delivery } from "./outbound/delivery.ts";
import { type GateState, type Place, createGate } from "./outbound/gate.ts";
import { type HttpAnswer, type Judgement, postOnce } from "./outbound/http-post.ts";
import type { QueuedEvent } from "./postgres/webhook-events.ts";

/** Where the product beside takes events, and what this process knows of it. */
export type WebhookEndpoint = {
  /** Milliseconds until it may be asked; 0 when it may be now. */
  waitMs(): number;
  /** A place before it, which has to be given up; null while nobody else may ask. */
  enter(): Place | null;
  /** Posts an event, signed anew, from a place before the endpoint. */
  deliver(place: Place, event: Pick<QueuedEvent, "id" | "type" | "body">): Promise<Delivery>;
  /** The longest that one delivery takes. */
  longestMs: number;
  standing(): EndpointStanding;
};

export type EndpointStanding = {
  state: GateState;
  waitMs: number;
  /** The last answer that was no success, in our words; null when it took an event since. */
  problem: string | null;
  lastDeliveredAt: Date | null;
};

const FAILURES_MAX = 5;

/** The endpoint of the configuration; null when there is nobody to tell. */
export function openWebhookEndpoint({
  config,
  log,
  metrics,
}: {
  config: Pick<Config, "WEBHOOK_URL" | "WEBHOOK_SECRETS" | "WEBHOOK_TIMEOUT_MS">;
  log: Logger;
  metrics: Pick<Metrics, "webhookDeliveries" | "webhookSeconds">;
}): WebhookEndpoint | null {
  const { WEBHOOK_URL: url, WEBHOOK_SECRETS: secrets = [], WEBHOOK_TIMEOUT_MS: timeoutMs } = config;
  if (url === undefined) return null;
  const sign = createSigner(secrets);
  let problem: string | null = null;
  let lastDeliveredAt: Date | null = null;
  const gate = createGate(FAILURES_MAX, (state) =>
    log[state === "closed" ? "info" : "warn"]({ state, reason: problem }, "webhook endpoint"),
  );

  async function post({
    id,
    type,
    body,
  }: Parameters<WebhookEndpoint["deliver"]>[1]): Promise<Delivery> {
    const startedAt = performance.now();
    const headers = { "content-type": "application/json", ...sign(id, body, new Date()) };
    const delivery = await postOnce(
      { url: url ?? "", headers, body },
      judge,
      AbortSignal.timeout(timeoutMs),
    );
    const result = delivery.kind;
    metrics.webhookSeconds.observe({ result }, (performance.now() - startedAt) / 1000);
    metrics.webhookDeliveries.inc({ type, result });
    problem = delivery.kind === "accepted" ? null : delivery.reason;
    if (delivery.kind === "accepted") lastDeliveredAt = new Date();
    return delivery;
  }

  return {
    waitMs: gate.waitMs,
    enter: gate.enter,
    deliver: (place, event) => place.ask(() => post(event)),
    longestMs: timeoutMs,
    standing: () => ({ state: gate.state(), waitMs: gate.waitMs(), problem, lastDeliveredAt }),
  };
}

/**
 * Signs as Standard Webhooks (https://www.standardwebhooks.com): with every secret, so that a receiver can change from
 * one to the next at its own time.
 */
function createSigner(
  secrets: readonly string[],
): (id: string, body: string, at: Date) => Record<string, string> {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return (id, body, at) => ({
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": webhooks.map((webhook) => webhook.sign(id, at, body)).join(" "),
  });
}

// Gone is meant for good. Everything else may be mended until the event is too old, and a pause is one of any status.
const judge = ({ status, headers }: HttpAnswer): Judgement | undefined => {
  if (status === 410) return { kind: "rejected" };
  return headers.has("retry-after") ? { kind: "retry" } : undefined;
};
