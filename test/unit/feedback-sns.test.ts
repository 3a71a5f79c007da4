import { generateKeyPairSync, randomUUID } from "node:crypto";
import { HttpResponse } from "msw";
import { afterAll, beforeAll, beforeEach, describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import type { FeedbackKind, ReadFeedback } from "../../src/email/feedback/feedback.ts";
import { createSesFeedback } from "../../src/email/feedback/ses.ts";
import {
  CERTIFICATE_URL,
  SNS_URL,
  type Sns,
  type SnsMessage,
  TOPIC,
  interceptSns,
  signSns,
} from "../support/sns.ts";
import { answerOf, flipBit } from "../support/webhooks.ts";

let sns: Sns;
beforeAll(() => {
  sns = interceptSns();
});
beforeEach(() => sns.answerWith());
afterAll(() => sns.close());

const MINUTE_MS = 60_000;
const messageId = randomUUID();
const bounce = {
  eventType: "Bounce",
  bounce: { bounceType: "Permanent", bounceSubType: "General" },
  mail: { tags: { "ses:configuration-set": ["shop"], message_id: [messageId] } },
};
const notification = (more: SnsMessage = {}): SnsMessage =>
  signSns({ Message: JSON.stringify(bounce), ...more });
const post = (read: ReadFeedback, message: unknown): ReturnType<ReadFeedback> =>
  read({ headers: new Headers(), body: Buffer.from(JSON.stringify(message)) });
const codeOf = (read: ReadFeedback, message: unknown): Promise<string> =>
  answerOf(post(read, message));

test("what SNS signed of the topic is believed, with either digest, for one certificate", async ({
  expect,
}) => {
  const read = createSesFeedback(TOPIC);
  for (const more of [{}, { SignatureVersion: "1" }, { Subject: "Bounce" }])
    expect(await post(read, notification(more as SnsMessage))).toEqual({
      ok: true,
      value: [{ messageId, kind: "bounced" }],
    });
  expect(sns.calls).toEqual([CERTIFICATE_URL]);
});

const mail = bounce.mail;
const header = { name: "X-Latchkey-Message", value: messageId };
test.for<[string, unknown, FeedbackKind | null]>([
  ["a passing bounce", { ...bounce, bounce: { bounceType: "Transient" } }, "soft_bounced"],
  ["an unclear bounce", { ...bounce, bounce: { bounceType: "Undetermined" } }, "soft_bounced"],
  ["a complaint", { eventType: "Complaint", complaint: {}, mail }, "complained"],
  ["a delay", { eventType: "DeliveryDelay", mail }, "soft_bounced"],
  [
    "an identity's notification",
    { notificationType: "Complaint", mail: { headers: [header] } },
    "complained",
  ],
  ["a delivery", { eventType: "Delivery", mail }, null],
  ["somebody else's mail", { ...bounce, mail: { tags: {}, headers: [] } }, null],
  ["a mail without anything", { ...bounce, mail: {} }, null],
  ["no event", "Successfully validated SNS topic", null],
])("%s is read from SES", async ([, event, kind], { expect }) => {
  const value = kind === null ? [] : [{ messageId, kind }];
  for (const text of [JSON.stringify(event), ...(typeof event === "string" ? [event] : [])])
    expect(await post(createSesFeedback(TOPIC), notification({ Message: text }))).toEqual({
      ok: true,
      value,
    });
});

describe("what is not SNS' word on this topic is refused", () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "pem",
    type: "pkcs8",
  }) as string;
  const cases: [string, () => SnsMessage][] = [
    ["another message", () => ({ ...notification(), Message: JSON.stringify(bounce) + " " })],
    ["another id", () => ({ ...notification(), MessageId: randomUUID() })],
    ["a subject that was not signed", () => ({ ...notification(), Subject: "x" })],
    ["another time", () => ({ ...notification(), Timestamp: "2026-11-22T23:41:12.126Z" })],
    ["another kind", () => ({ ...notification(), Type: "UnsubscribeConfirmation" })],
    ["another version", () => ({ ...notification(), SignatureVersion: "1" })],
    ["no version", () => ({ ...notification(), SignatureVersion: "3" })],
    ["no signature", () => ({ ...notification(), Signature: "" })],
    ["another key", () => signSns({ Message: JSON.stringify(bounce) }, other)],
    ["another topic, well signed", () => notification({ TopicArn: `${TOPIC}2` })],
    [
      "one of hours ago",
      () => notification({ Timestamp: new Date(Date.now() - 65.1 * MINUTE_MS).toISOString() }),
    ],
    [
      "one of tomorrow",
      () => notification({ Timestamp: new Date(Date.now() + 1440 * MINUTE_MS).toISOString() }),
    ],
  ];
  test.for(cases)("%s", async ([, message], { expect }) => {
    const read = createSesFeedback(TOPIC);
    expect(await codeOf(read, message())).toBe("invalid_signature");
    expect(await codeOf(read, notification()), "control").toBe("accepted");
  });

  test("and any bit of the signature that differs", async ({ expect }) => {
    const read = createSesFeedback(TOPIC);
    const message = notification();
    const bytes = Buffer.from(message["Signature"] ?? "", "base64");
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const forged = { ...message, Signature: flipBit(bytes, bit).toString("base64") };
      expect(await codeOf(read, forged), `bit ${bit}`).toBe("invalid_signature");
    }
  });
});

test("a certificate from anywhere but SNS in the topic's region is never fetched", async ({
  expect,
}) => {
  const read = createSesFeedback(TOPIC);
  const file = new URL(CERTIFICATE_URL).pathname;
  for (const url of [
    CERTIFICATE_URL.replace("https:", "http:"),
    `https://sns.us-east-1.amazonaws.com${file}`,
    `https://sns.s3-eu-west-1.amazonaws.com${file}`,
    `https://sns.eu-west-1.amazonaws.com.attacker.test${file}`,
    `https://sns.eu-west-1.amazonaws.com:8443${file}`,
    `https://sns.eu-west-1.amazonaws.com@attacker.test${file}`,
    `https://user@sns.eu-west-1.amazonaws.com${file}`,
    `${SNS_URL}/?Action=Publish&Message=x`,
    // Other ways to write the right one: strangers could have each of them fetched.
    `${CERTIFICATE_URL}?1`,
    `${CERTIFICATE_URL}#1`,
    CERTIFICATE_URL.replace("sns.", "SNS."),
    CERTIFICATE_URL.replace("https:", "https:\t"),
    "not a url",
    "",
  ])
    expect(await codeOf(read, notification({ SigningCertURL: url })), url).toBe(
      "invalid_signature",
    );
  expect(sns.calls).toEqual([]);
});

test("while SNS does not give its certificate, nothing is refused and nothing remembered", async ({
  expect,
}) => {
  const read = createSesFeedback(TOPIC);
  for (const answer of [
    () => new HttpResponse("slow down", { status: 503 }),
    () => new HttpResponse("<html>"),
    () => HttpResponse.error(),
  ]) {
    sns.answerWith(answer);
    await expect(post(read, notification())).rejects.toThrow(UnavailableError);
  }
  sns.answerWith(() => new HttpResponse(null, { status: 404 }));
  expect(await codeOf(read, notification())).toBe("invalid_signature");
  sns.answerWith();
  expect(await codeOf(read, notification())).toBe("accepted");
});
