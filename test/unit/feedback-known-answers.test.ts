import { afterEach, describe, test, vi } from "vitest";
import { createPostmarkFeedback } from "../../src/email/feedback/postmark.ts";
import { createSendgridFeedback } from "../../src/email/feedback/sendgrid.ts";
import { createHttpFeedback } from "../../src/email/feedback/standard-webhooks.ts";
import { deliveryOf, postmarkWebhook } from "../support/webhooks.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Lets it be the time of a vector. */
function itIs(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: seconds * 1000 });
}

test("the vector of Svix' and Standard Webhooks' libraries is signed, at its time only", async ({
  expect,
}) => {
  const read = createHttpFeedback("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const delivery = deliveryOf({
    headers: {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    body: '{"test": 2432232314}',
  });
  itIs(1_614_265_330);
  expect(await read(delivery)).toEqual({ ok: true, value: [] });
  itIs(1_614_265_330 + 301);
  expect(await read(delivery)).toMatchObject({ ok: false });
});

test("the vector of SendGrid's libraries is signed, and is no array", async ({ expect }) => {
  const read = createSendgridFeedback(
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==",
  );
  const headers = {
    "x-twilio-email-event-webhook-signature":
      "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=",
    "x-twilio-email-event-webhook-timestamp": "1588788367",
  };
  const payload = { category: "example_payload", event: "test_event", message_id: "message_id" };
  const body = JSON.stringify(payload);
  itIs(1_588_788_367);
  expect(await read(deliveryOf({ headers, body }))).toMatchObject({
    failure: { code: "malformed_request" },
  });
  expect(await read(deliveryOf({ headers, body: `${body}\r\n` }))).toMatchObject({
    failure: { code: "invalid_signature" },
  });
});

describe("Postmark, which signs nothing", () => {
  const read = createPostmarkFeedback("of-postmark-alone");
  const messageId = "0b8e9f7a-54a6-4c0e-8f39-1b7c5f0d2e11";
  const payload = { RecordType: "SpamComplaint", Type: "x", Metadata: { message_id: messageId } };
  const right = postmarkWebhook("of-postmark-alone", payload);

  test("is believed with its password (control)", async ({ expect }) => {
    expect(await read(deliveryOf(right))).toEqual({
      ok: true,
      value: [{ messageId, kind: "complained" }],
    });
  });

  test("is not believed with another password, user or scheme, or none", async ({ expect }) => {
    const { authorization = "" } = right.headers;
    const others = [
      postmarkWebhook("of-postmark-alon", payload).headers["authorization"],
      postmarkWebhook("of-postmark-alone2", payload).headers["authorization"],
      `Basic ${Buffer.from("postmark:of-postmark-alone").toString("base64")}`,
      authorization.replace("Basic", "Bearer"),
      "Basic ",
      "",
    ];
    for (const other of others)
      expect(
        await read(deliveryOf({ ...right, headers: { authorization: other ?? "" } })),
        other,
      ).toMatchObject({ failure: { code: "invalid_signature" } });
  });
});
