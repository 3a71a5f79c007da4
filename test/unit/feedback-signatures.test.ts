import { generateKeyPairSync, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, test, vi } from "vitest";
import type { ReadFeedback } from "../../src/email/feedback/feedback.ts";
import { createMailgunFeedback } from "../../src/email/feedback/mailgun.ts";
import { createSendgridFeedback } from "../../src/email/feedback/sendgrid.ts";
import {
  createHttpFeedback,
  createResendFeedback,
} from "../../src/email/feedback/standard-webhooks.ts";
import {
  MAILGUN_KEY,
  SENDGRID_PUBLIC_KEY,
  type SignedWebhook,
  answerOf,
  flipBit,
  deliveryOf,
  newWebhookSecret,
  signMailgun,
  signSendgrid,
  signStandard,
} from "../support/webhooks.ts";

// No second passes between what is signed and what is read.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const secret = newWebhookSecret();
const messageId = randomUUID();
const bounced = [{ messageId, kind: "bounced" }];
const MINUTE_MS = 60_000;

type Scheme = {
  read: ReadFeedback;
  /** Of somebody with another secret. */
  readOther: ReadFeedback;
  sign(at?: Date): SignedWebhook;
  /** Where the signature stands, to flip its bits. */
  signature: { header: string; encoding: "base64"; prefix: string };
  ageMaxMs: number;
};

const otherSendgridKey = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  .publicKey.export({ format: "der", type: "spki" })
  .toString("base64");

const schemes: Record<string, Scheme> = {
  "the generic provider": {
    read: createHttpFeedback(secret),
    readOther: createHttpFeedback(newWebhookSecret()),
    sign: (at) =>
      signStandard(secret, { type: "bounced", data: { message_id: messageId } }, at && { at }),
    signature: { header: "webhook-signature", encoding: "base64", prefix: "v1," },
    ageMaxMs: 5 * MINUTE_MS,
  },
  Resend: {
    read: createResendFeedback(secret),
    readOther: createResendFeedback(newWebhookSecret()),
    sign: (at = new Date()) =>
      signStandard(
        secret,
        { type: "email.bounced", data: { tags: { message_id: messageId } } },
        { at, fields: "svix" },
      ),
    signature: { header: "svix-signature", encoding: "base64", prefix: "v1," },
    ageMaxMs: 5 * MINUTE_MS,
  },
  SendGrid: {
    read: createSendgridFeedback(SENDGRID_PUBLIC_KEY),
    readOther: createSendgridFeedback(otherSendgridKey),
    sign: (at) => signSendgrid([{ event: "bounce", message_id: messageId }], at),
    signature: {
      header: "x-twilio-email-event-webhook-signature",
      encoding: "base64",
      prefix: "",
    },
    ageMaxMs: 25 * 60 * MINUTE_MS,
  },
};

describe.each(Object.entries(schemes))(
  "%s",
  (_, { read, readOther, sign, signature, ageMaxMs }) => {
    test("is believed when it signed (control)", async ({ expect }) => {
      const delivery = deliveryOf(sign());
      expect(await read(delivery)).toEqual({ ok: true, value: bounced });
      expect(await read(delivery), "a repeat").toEqual({ ok: true, value: bounced });
    });

    test("is not believed when any bit of the body differs", async ({ expect }) => {
      const { headers, body } = deliveryOf(sign());
      const bytes = Buffer.from(body);
      for (let bit = 0; bit < bytes.length * 8; bit++)
        expect(await answerOf(read({ headers, body: flipBit(bytes, bit) })), `bit ${bit}`).toBe(
          "invalid_signature",
        );
      const longer = Buffer.concat([bytes, Buffer.from("\n")]);
      expect(await answerOf(read({ headers, body: longer }))).toBe("invalid_signature");
    });

    test("is not believed when any bit of the signature differs", async ({ expect }) => {
      const webhook = sign();
      const { header, encoding, prefix } = signature;
      const bytes = Buffer.from((webhook.headers[header] ?? "").slice(prefix.length), encoding);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const headers = {
          ...webhook.headers,
          [header]: prefix + flipBit(bytes, bit).toString(encoding),
        };
        expect(await answerOf(read(deliveryOf({ ...webhook, headers }))), `bit ${bit}`).toBe(
          "invalid_signature",
        );
      }
    });

    test("is not believed with a field less, another time, or another secret", async ({
      expect,
    }) => {
      const webhook = sign();
      const fields = Object.keys(webhook.headers).filter((name) => name !== "content-type");
      for (const field of fields) {
        const { [field]: value = "", ...rest } = webhook.headers;
        for (const headers of [rest, { ...rest, [field]: "" }, { ...rest, [field]: `1${value}` }])
          expect(await answerOf(read(deliveryOf({ ...webhook, headers }))), field).toBe(
            "invalid_signature",
          );
      }
      expect(await answerOf(readOther(deliveryOf(webhook)))).toBe("invalid_signature");
    });

    test("is not believed too long after it signed, nor before", async ({ expect }) => {
      const codeAt = (ageMs: number): Promise<string> =>
        answerOf(read(deliveryOf(sign(new Date(Date.now() - ageMs)))));
      for (const sense of [1, -1]) {
        expect(await codeAt(sense * (ageMaxMs + 2000))).toBe("invalid_signature");
        expect(await codeAt(sense * (ageMaxMs - 2000))).toBe("accepted");
      }
    });
  },
);

describe("Mailgun, whose signature stands in the body", () => {
  const read = createMailgunFeedback(MAILGUN_KEY);
  const failed = {
    event: "failed",
    severity: "permanent",
    "user-variables": { message_id: messageId },
  };
  const tamper = (name: string, value: unknown): SignedWebhook => {
    const webhook = signMailgun(failed);
    const payload = JSON.parse(webhook.body) as { signature: Record<string, unknown> };
    payload.signature[name] = value;
    return { ...webhook, body: JSON.stringify(payload) };
  };

  test("is believed when it signed, also when it repeats eight hours later", async ({ expect }) => {
    expect(await read(deliveryOf(signMailgun(failed)))).toEqual({ ok: true, value: bounced });
    const earlier = new Date(Date.now() - 8 * 60 * MINUTE_MS);
    expect(await answerOf(read(deliveryOf(signMailgun(failed, earlier))))).toBe("accepted");
  });

  test("is not believed with another time, token, signature or key, nor a day later", async ({
    expect,
  }) => {
    const now = Math.floor(Date.now() / 1000);
    const cases = [
      tamper("timestamp", String(now + 1)),
      tamper("timestamp", now - 1),
      tamper("token", "f".repeat(50)),
      ...Array.from({ length: 64 }, (_, i) => {
        const { body } = signMailgun(failed);
        const { signature } = (JSON.parse(body) as { signature: { signature: string } }).signature;
        const digit = signature[i] === "0" ? "1" : "0";
        return tamper("signature", signature.slice(0, i) + digit + signature.slice(i + 1));
      }),
      tamper("signature", ""),
      tamper("signature", undefined),
      signMailgun(failed, new Date(Date.now() - 24 * 60 * MINUTE_MS)),
    ];
    for (const webhook of cases)
      expect(await answerOf(read(deliveryOf(webhook))), webhook.body).toBe("invalid_signature");
    const other = createMailgunFeedback("another-key");
    expect(await answerOf(other(deliveryOf(signMailgun(failed))))).toBe("invalid_signature");
  });
});
