import { test } from "vitest";
import { createPostmark } from "../../../src/email/providers/postmark.ts";
import {
  answering,
  interceptProvider,
  testMail,
  wholeRequest,
} from "../../support/provider-api.ts";

const provider = interceptProvider();
const send = createPostmark({
  apiUrl: "https://api.postmark.test",
  token: "pm-token",
  stream: "outbound",
});

test("one request is the whole mail, with its id as metadata and without tracking", async ({
  expect,
}) => {
  const mail = testMail({ replyTo: "help@shop.test" });
  const answer = { ErrorCode: 0, Message: "OK", MessageID: "b7bc" };
  const { delivery, requests } = await provider.sendTo(send, answering(200, answer), mail);
  expect(delivery).toEqual({ kind: "accepted", said: JSON.stringify(answer) });
  expect(requests).toHaveLength(1);
  expect(await wholeRequest(requests[0])).toEqual({
    request: "POST https://api.postmark.test/email",
    headers: { "x-postmark-server-token": "pm-token" },
    body: {
      From: String.raw`"Café \"Shop\", Inc <x@y.test>" <no-reply@shop.test>`,
      To: mail.to,
      ReplyTo: "help@shop.test",
      Subject: mail.subject,
      TextBody: mail.text,
      HtmlBody: mail.html,
      MessageStream: "outbound",
      Metadata: { message_id: mail.messageId },
      TrackOpens: false,
      TrackLinks: "None",
    },
  });
  expect(requests[0]?.headers.get("accept")).toBe("application/json");
  const bare = await provider.sendTo(send, answering(200));
  expect(await bare.requests[0]?.json()).not.toHaveProperty("ReplyTo");
});

// https://postmarkapp.com/developer/api/overview#error-codes
test.for([
  [100, "Maintenance", "retry"],
  [300, "Error parsing 'To': Illegal email address 'a@b'.", "rejected"],
  [300, "Invalid 'To' address: 'a@b'.", "rejected"],
  [300, "Error parsing 'From': Illegal email address.", "misconfigured"],
  [300, "Provide either email TextBody or HtmlBody or both.", "misconfigured"],
  [400, "The 'From' address is not a Sender Signature on your account.", "misconfigured"],
  [401, "The Sender Signature has not been confirmed.", "misconfigured"],
  [402, "Invalid JSON", "misconfigured"],
  [405, "Not allowed to send: you have run out of credits.", "misconfigured"],
  [406, "You tried to send to a recipient that has been marked as inactive.", "rejected"],
  [409, "JSON required", "misconfigured"],
  [412, "Your account is pending approval.", "misconfigured"],
  [413, "Account may not send.", "misconfigured"],
  [429, "Rate limit exceeded", "retry"],
  [1235, "The stream provided does not exist on this server.", "misconfigured"],
  [9999, "Something new", "misconfigured"],
] as const)("error %i, %j, is %s", async ([code, message, kind], { expect }) => {
  const { delivery } = await provider.sendTo(
    send,
    answering(422, { ErrorCode: code, Message: message }),
  );
  const said = JSON.stringify({ ErrorCode: code, Message: message });
  expect(delivery).toEqual({ kind, reason: `answered 422 error ${code}`, said });
});

test.for([
  [401, { ErrorCode: 10, Message: "Bad or missing API token" }, "misconfigured"],
  [404, undefined, "misconfigured"],
  [413, undefined, "misconfigured"],
  [415, undefined, "misconfigured"],
  [422, "no JSON", "misconfigured"],
  [429, undefined, "retry"],
  [500, { ErrorCode: 0, Message: "Internal server error" }, "retry"],
  [503, undefined, "retry"],
] as const)("the answer %i goes by its status", async ([status, body, kind], { expect }) => {
  const { delivery } = await provider.sendTo(send, answering(status, body));
  expect(delivery).toMatchObject({ kind, reason: `answered ${status}` });
});
