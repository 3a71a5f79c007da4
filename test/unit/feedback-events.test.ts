import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import type { FeedbackKind, ReadFeedback } from "../../src/email/feedback/feedback.ts";
import { createMailgunFeedback } from "../../src/email/feedback/mailgun.ts";
import { createPostmarkFeedback } from "../../src/email/feedback/postmark.ts";
import { createSendgridFeedback } from "../../src/email/feedback/sendgrid.ts";
import {
  createHttpFeedback,
  createResendFeedback,
} from "../../src/email/feedback/standard-webhooks.ts";
import {
  MAILGUN_KEY,
  SENDGRID_PUBLIC_KEY,
  type SignedWebhook,
  deliveryOf,
  newWebhookSecret,
  postmarkWebhook,
  signMailgun,
  signSendgrid,
  signStandard,
} from "../support/webhooks.ts";

const secret = newWebhookSecret();
const messageId = randomUUID();
const resend = (type: string, bounce?: object): object => ({
  type,
  created_at: "2026-11-22T23:41:12.126Z",
  data: {
    email_id: "56761188-7520-42d8-8898-ff6fc54ce618",
    from: "Acme <onboarding@resend.dev>",
    to: ["delivered@resend.dev"],
    subject: "Sending this example",
    ...(bounce ? { bounce } : {}),
    tags: { message_id: messageId },
  },
});
const postmark = (Type: string, more: object = {}): object => ({
  RecordType: "Bounce",
  MessageID: "883953f4-6105-42a2-a16a-77a8eac79483",
  Type,
  Email: "john@example.com",
  Inactive: false,
  Metadata: { message_id: messageId },
  ...more,
});
const sendgrid = (event: string, more: object = {}): object[] => [
  { email: "example@test.com", event, sg_message_id: "x.y", message_id: messageId, ...more },
];
const mailgun = (event: string, more: object = {}): object => ({
  event,
  recipient: "alice@example.com",
  "user-variables": { message_id: messageId },
  ...more,
});

type Provider = {
  read: ReadFeedback;
  sign(payload: unknown): SignedWebhook;
  cases: [name: string, payload: unknown, kind: FeedbackKind | null][];
};

const providers: Record<string, Provider> = {
  "the generic provider": {
    read: createHttpFeedback(secret),
    sign: (payload) => signStandard(secret, payload),
    cases: [
      ["a bounce", { type: "bounced", data: { message_id: messageId } }, "bounced"],
      [
        "the mail of a long code",
        { type: "bounced", data: { message_id: `${messageId}-long` } },
        "bounced",
      ],
      ["another ending", { type: "bounced", data: { message_id: `${messageId}-x` } }, null],
      [
        "an id in capitals",
        { type: "bounced", data: { message_id: messageId.toUpperCase() } },
        "bounced",
      ],
      [
        "a complaint",
        { type: "complained", data: { message_id: messageId, to: "x" } },
        "complained",
      ],
      ["a soft bounce", { type: "soft_bounced", data: { message_id: messageId } }, "soft_bounced"],
      ["another event", { type: "opened", data: { message_id: messageId } }, null],
      ["an id that is none of ours", { type: "bounced", data: { message_id: "42" } }, null],
      ["a mail of nobody", { type: "bounced", data: {} }, null],
      ["null", null, null],
    ],
  },
  Resend: {
    read: createResendFeedback(secret),
    sign: (payload) => signStandard(secret, payload, { fields: "svix" }),
    cases: [
      ["a bounce", resend("email.bounced", { type: "Permanent", subType: "General" }), "bounced"],
      ["a bounce of no type", resend("email.bounced"), "bounced"],
      ["a passing bounce", resend("email.bounced", { type: "Transient" }), "soft_bounced"],
      ["an unclear bounce", resend("email.bounced", { type: "Undetermined" }), "soft_bounced"],
      ["a delay", resend("email.delivery_delayed"), "soft_bounced"],
      ["a suppressed address", resend("email.suppressed"), "bounced"],
      ["a complaint", resend("email.complained"), "complained"],
      [
        "tags as pairs",
        { type: "email.complained", data: { tags: [{ name: "message_id", value: messageId }] } },
        "complained",
      ],
      ["a delivery", resend("email.delivered"), null],
      ["a failure of the account", resend("email.failed"), null],
      ["somebody else's mail", { type: "email.bounced", data: { tags: { category: "x" } } }, null],
      ["a mail without tags", { type: "email.bounced", data: {} }, null],
    ],
  },
  Postmark: {
    read: createPostmarkFeedback(secret),
    sign: (payload) => postmarkWebhook(secret, payload),
    cases: [
      ["a hard bounce", postmark("HardBounce", { Inactive: true }), "bounced"],
      ["a bad address", postmark("BadEmailAddress"), "bounced"],
      ["a soft bounce", postmark("SoftBounce"), "soft_bounced"],
      [
        "a soft bounce that closed the address",
        postmark("SoftBounce", { Inactive: true }),
        "bounced",
      ],
      ["a block", postmark("Blocked"), "soft_bounced"],
      ["a complaint", postmark("SpamComplaint", { RecordType: "SpamComplaint" }), "complained"],
      ["an automatic reply", postmark("AutoResponder"), null],
      ["a delivery", postmark("", { RecordType: "Delivery" }), null],
      ["somebody else's mail", postmark("HardBounce", { Metadata: {} }), null],
    ],
  },
  SendGrid: {
    read: createSendgridFeedback(SENDGRID_PUBLIC_KEY),
    sign: signSendgrid,
    cases: [
      ["a bounce", sendgrid("bounce", { type: "bounce", status: "5.1.1" }), "bounced"],
      ["a block", sendgrid("bounce", { type: "blocked" }), "soft_bounced"],
      ["a deferral", sendgrid("deferred", { attempt: "5" }), "soft_bounced"],
      ["a complaint", sendgrid("spamreport"), "complained"],
      [
        "a mail dropped after a bounce",
        sendgrid("dropped", { reason: "Bounced Address" }),
        "bounced",
      ],
      [
        "a mail dropped after a complaint",
        sendgrid("dropped", { reason: "Spam Reporting Address" }),
        "complained",
      ],
      ["a mail dropped for its words", sendgrid("dropped", { reason: "Spam Content" }), null],
      ["a delivery", sendgrid("delivered"), null],
      ["somebody else's mail", [{ event: "bounce", email: "a@example.com" }], null],
      ["oddities beside a bounce", [null, 1, [], {}, ...sendgrid("bounce")], "bounced"],
      ["nothing", [], null],
    ],
  },
  Mailgun: {
    read: createMailgunFeedback(MAILGUN_KEY),
    sign: signMailgun,
    cases: [
      ["a bounce", mailgun("failed", { severity: "permanent", reason: "bounce" }), "bounced"],
      [
        "a suppressed address",
        mailgun("failed", { severity: "permanent", reason: "suppress-bounce" }),
        "bounced",
      ],
      [
        "one who complained",
        mailgun("failed", { severity: "permanent", reason: "suppress-complaint" }),
        "complained",
      ],
      ["a failure for now", mailgun("failed", { severity: "temporary" }), "soft_bounced"],
      ["a complaint", mailgun("complained"), "complained"],
      ["a delivery", mailgun("delivered"), null],
      ["somebody else's mail", mailgun("complained", { "user-variables": [] }), null],
      ["no event", undefined, null],
    ],
  },
};

describe.each(Object.entries(providers))("%s reports", (_, { read, sign, cases }) => {
  test.for(cases)("%s", async ([, payload, kind], { expect }) => {
    const value = kind === null ? [] : [{ messageId, kind }];
    expect(await read(deliveryOf(sign(payload)))).toEqual({ ok: true, value });
  });
});

test("a whole batch of SendGrid is read", async ({ expect }) => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  const batch = ids.map((id) => ({ event: "bounce", message_id: id }));
  const read = await createSendgridFeedback(SENDGRID_PUBLIC_KEY)(deliveryOf(signSendgrid(batch)));
  expect(read).toEqual({ ok: true, value: ids.map((id) => ({ messageId: id, kind: "bounced" })) });
});
