import { HttpResponse, http } from "msw";
import { Webhook } from "standardwebhooks";
import { vi } from "vitest";
import type { EventType } from "../../src/postgres/webhook-events.ts";
import { answerFor } from "./email-api.ts";
import { newWebhookSecret } from "./webhooks.ts";

/** An event as the product reads it, its signature checked. */
export type HeardEvent = {
  id: string;
  body: { type: EventType; timestamp: string; data: Record<string, unknown> };
};

export type EventApi = {
  /** For the environment of the service that tells it. */
  environment: { WEBHOOK_URL: string; WEBHOOK_SECRETS: string };
  heard: HeardEvent[];
  /** The events of a type that came, when there are that many. */
  wait(type: EventType, count?: number): Promise<HeardEvent[]>;
};

let opened = 0;

/** A product that takes no event, so that all of them wait; for the environment of the service that tells it. */
export function interceptAwayProduct(): EventApi["environment"] {
  const WEBHOOK_URL = `http://product-${++opened}.test/events`;
  answerFor(http.post(WEBHOOK_URL, () => new HttpResponse(null, { status: 503 })));
  return { WEBHOOK_URL, WEBHOOK_SECRETS: newWebhookSecret() };
}

/** The product beside, intercepted in this process. An event that is not signed as agreed fails its test. */
export function interceptEvents(): EventApi {
  const WEBHOOK_URL = `http://product-${++opened}.test/events`;
  const WEBHOOK_SECRETS = newWebhookSecret();
  const heard: HeardEvent[] = [];
  answerFor(
    http.post(WEBHOOK_URL, async ({ request }) => {
      const headers = Object.fromEntries(request.headers);
      const body = new Webhook(WEBHOOK_SECRETS).verify(await request.text(), headers);
      const id = headers["webhook-id"] ?? "";
      if (!heard.some((event) => event.id === id))
        heard.push({ id, body: body as HeardEvent["body"] });
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const of = (type: EventType): HeardEvent[] => heard.filter(({ body }) => body.type === type);
  return {
    environment: { WEBHOOK_URL, WEBHOOK_SECRETS },
    heard,
    async wait(type, count = 1) {
      await vi.waitUntil(() => of(type).length >= count, { timeout: 15_000 });
      return of(type);
    },
  };
}
