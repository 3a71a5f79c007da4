import { createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { ReadFeedback, WebhookDelivery } from "../../src/email/feedback/feedback.ts";

/** A webhook as a provider posts it. */
export type SignedWebhook = { headers: Record<string, string>; body: string };

export const deliveryOf = ({ headers, body }: SignedWebhook): WebhookDelivery => ({
  headers: new Headers(headers),
  body: Buffer.from(body),
});

/** Accepted, or why not. */
export async function answerOf(reading: ReturnType<ReadFeedback>): Promise<string> {
  const read = await reading;
  return read.ok ? "accepted" : read.failure.code;
}

export function flipBit(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

export const newWebhookSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;

type Signing = { at?: Date; fields?: "webhook" | "svix" };

/** https://www.standardwebhooks.com; Svix' names of the fields when they are asked for. */
export function signText(
  secret: string,
  body: string,
  { at = new Date(), fields = "webhook" }: Signing = {},
): SignedWebhook {
  const id = `msg_${randomUUID()}`;
  return {
    headers: {
      "content-type": "application/json",
      [`${fields}-id`]: id,
      [`${fields}-timestamp`]: seconds(at),
      [`${fields}-signature`]: new Webhook(secret).sign(id, at, body),
    },
    body,
  };
}

export const signStandard = (secret: string, payload: unknown, signing?: Signing): SignedWebhook =>
  signText(secret, JSON.stringify(payload), signing);

const sendgridKeys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
export const SENDGRID_PUBLIC_KEY = sendgridKeys.publicKey
  .export({ format: "der", type: "spki" })
  .toString("base64");

export function signSendgrid(payload: unknown, at = new Date()): SignedWebhook {
  const body = JSON.stringify(payload);
  const signature = sign("sha256", Buffer.from(seconds(at) + body), sendgridKeys.privateKey);
  return {
    headers: {
      "content-type": "application/json",
      "x-twilio-email-event-webhook-signature": signature.toString("base64"),
      "x-twilio-email-event-webhook-timestamp": seconds(at),
    },
    body,
  };
}

export const MAILGUN_KEY = randomBytes(16).toString("hex");

export function signMailgun(eventData: unknown, at = new Date()): SignedWebhook {
  const token = randomBytes(25).toString("hex");
  const timestamp = seconds(at);
  const signature = createHmac("sha256", MAILGUN_KEY)
    .update(timestamp + token)
    .digest("hex");
  return {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      signature: { timestamp, token, signature },
      "event-data": eventData,
    }),
  };
}

export const postmarkWebhook = (password: string, payload: unknown): SignedWebhook => ({
  headers: {
    "content-type": "application/json",
    authorization: `Basic ${Buffer.from(`latchkey:${password}`).toString("base64")}`,
  },
  body: JSON.stringify(payload),
});
