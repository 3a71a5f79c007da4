import { describe, test } from "vitest";
import { createResend } from "../../../src/email/providers/resend.ts";
import {
  answering,
  interceptProvider,
  testMail,
  wholeRequest,
} from "../../support/provider-api.ts";

const provider = interceptProvider();
const send = createResend({ apiUrl: "https://api.resend.test", apiKey: "re_key" });

test("one request is the whole mail, with its id as Idempotency-Key and as tag", async ({
  expect,
}) => {
  const mail = testMail({ replyTo: "help@shop.test" });
  const { delivery, requests } = await provider.sendTo(send, answering(200, { id: "4ef9" }), mail);
  expect(delivery).toEqual({ kind: "accepted", said: '{"id":"4ef9"}' });
  expect(requests).toHaveLength(1);
  const { messageId, to, subject, text, html } = mail;
  expect(await wholeRequest(requests[0])).toEqual({
    request: "POST https://api.resend.test/emails",
    headers: { authorization: "Bearer re_key", "idempotency-key": messageId },
    body: {
      from: String.raw`"Café \"Shop\", Inc <x@y.test>" <no-reply@shop.test>`,
      to: [to],
      reply_to: ["help@shop.test"],
      subject,
      text,
      html,
      tags: [{ name: "message_id", value: messageId }],
    },
  });
  const bare = await provider.sendTo(send, answering(200));
  expect(await bare.requests[0]?.json()).not.toHaveProperty("reply_to");
});

// https://resend.com/docs/api-reference/errors
const INVALID_TO =
  "Invalid `to` field. The email address needs to follow the `email@example.com` format.";
const INVALID_FROM =
  "Invalid `from` field. The email address needs to follow the `email@example.com` format.";
const NOT_VERIFIED = "The shop.test domain is not verified. Please, add and verify your domain.";
const ERRORS = [
  ["invalid_idempotency_key", 400, "The key must be between 1-256 chars.", "misconfigured"],
  ["validation_error", 400, INVALID_TO, "rejected"],
  ["validation_error", 422, INVALID_TO, "rejected"],
  ["validation_error", 422, INVALID_FROM, "misconfigured"],
  ["validation_error", 403, NOT_VERIFIED, "misconfigured"],
  [
    "validation_error",
    403,
    "You can only send testing emails to your own email address. To send `to` others, verify a domain.",
    "misconfigured",
  ],
  ["missing_api_key", 401, "Missing API key in the authorization header.", "misconfigured"],
  ["restricted_api_key", 401, "This API key is restricted.", "misconfigured"],
  ["invalid_api_key", 403, "API key is invalid.", "misconfigured"],
  ["concurrent_idempotent_requests", 409, "The original request is in progress.", "retry"],
  ["invalid_from_address", 422, "Invalid from field.", "misconfigured"],
  ["invalid_access", 422, "Access must be full_access or sending_access.", "misconfigured"],
  ["invalid_parameter", 422, "The parameter must be a valid UUID.", "misconfigured"],
  ["missing_required_field", 422, "The request body is missing fields.", "misconfigured"],
  ["monthly_quota_exceeded", 429, "You have reached your monthly quota.", "misconfigured"],
  ["rate_limit_exceeded", 429, "Too many requests.", "retry"],
  ["security_error", 451, "We may have found a security issue.", "misconfigured"],
  ["application_error", 500, "An unexpected error occurred.", "retry"],
  ["internal_server_error", 500, "An unexpected error occurred.", "retry"],
] as const;

test.for(ERRORS)("%s (%i), %j, is %s", async ([name, status, message, kind], { expect }) => {
  const { delivery } = await provider.sendTo(
    send,
    answering(status, { statusCode: status, name, message }),
  );
  expect(delivery).toEqual({
    kind,
    reason: `answered ${status} ${name}`,
    said: expect.stringContaining(name),
  });
});

describe("an answer", () => {
  test("that the key was used for other content means that the mail was accepted before", async ({
    expect,
  }) => {
    const { delivery } = await provider.sendTo(
      send,
      answering(409, { name: "invalid_idempotent_request", message: "Same key, other payload." }),
    );
    expect(delivery.kind).toBe("accepted");
  });

  test("that the day's quota is used up keeps mails away for a while", async ({ expect }) => {
    const body = { name: "daily_quota_exceeded", message: "You have reached your daily quota." };
    const { delivery } = await provider.sendTo(send, answering(429, body));
    expect(delivery).toMatchObject({ kind: "retry", afterMs: 600_000 });
    const told = await provider.sendTo(send, answering(429, body, { "retry-after": "9" }));
    expect(told.delivery).toMatchObject({ kind: "retry", afterMs: 9000 });
  });

  test.for([
    [404, { name: "not_found", message: "" }, "misconfigured"],
    [405, { name: "method_not_allowed", message: "" }, "misconfigured"],
    [422, { name: "new_error", message: "" }, "misconfigured"],
    [422, { name: "constructor", message: "" }, "misconfigured"],
    [429, "busy", "retry"],
    [503, "<html>", "retry"],
  ] as const)("that is not in the table, %i, goes by its status", async (given, { expect }) => {
    const [status, body, kind] = given;
    const { delivery } = await provider.sendTo(send, answering(status, body));
    expect(delivery).toMatchObject({ kind, reason: `answered ${status}` });
  });
});
