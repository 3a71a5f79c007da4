import { test } from "vitest";
import { createMailgun } from "../../../src/email/providers/mailgun.ts";
import {
  answering,
  interceptProvider,
  testMail,
  wholeRequest,
} from "../../support/provider-api.ts";

const provider = interceptProvider();
const send = createMailgun({
  apiUrl: "https://api.mailgun.test",
  apiKey: "mg-key",
  domain: "mg.shop.test",
});

test("one request is the whole mail, with its id as variable and without tracking", async ({
  expect,
}) => {
  const mail = testMail({ replyTo: "help@shop.test", text: "a&to=b@x.test\n%20 + é" });
  const answer = { id: "<2026@mg.shop.test>", message: "Queued. Thank you." };
  const { delivery, requests } = await provider.sendTo(send, answering(200, answer), mail);
  expect(delivery).toEqual({ kind: "accepted", said: JSON.stringify(answer) });
  expect(requests).toHaveLength(1);
  expect(await wholeRequest(requests[0])).toEqual({
    request: "POST https://api.mailgun.test/v3/mg.shop.test/messages",
    headers: { authorization: `Basic ${btoa("api:mg-key")}` },
    body: {
      from: String.raw`"Café \"Shop\", Inc <x@y.test>" <no-reply@shop.test>`,
      to: mail.to,
      "h:Reply-To": "help@shop.test",
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      "v:message_id": mail.messageId,
      "o:tracking": "no",
      "o:tracking-clicks": "no",
      "o:tracking-opens": "no",
    },
  });
  const bare = await provider.sendTo(send, answering(200));
  expect(await bare.requests[0]?.text()).not.toContain("Reply-To");
});

// https://documentation.mailgun.com/docs/mailgun/api-reference/mg-status-codes
test.for([
  [400, { message: "to parameter is not a valid address. please check documentation" }, "rejected"],
  [400, { message: "'to' parameter is not a valid address." }, "rejected"],
  [400, { message: "'from' parameter is not a valid address." }, "misconfigured"],
  [400, { message: "Need at least one of 'text' or 'html' parameters" }, "misconfigured"],
  [400, "no JSON", "misconfigured"],
  [401, "Forbidden", "misconfigured"],
  [402, { message: "Request failed" }, "misconfigured"],
  [403, { message: "Domain mg.shop.test is not allowed to send" }, "misconfigured"],
  [404, { message: "Domain not found: mg.shop.test" }, "misconfigured"],
  [413, { message: "Request entity too large" }, "misconfigured"],
  [429, { message: "Too many requests" }, "retry"],
  [500, { message: "Internal server error" }, "retry"],
  [503, undefined, "retry"],
] as const)("the answer %i, %j, is %s", async ([status, body, kind], { expect }) => {
  const { delivery } = await provider.sendTo(send, answering(status, body));
  expect(delivery).toMatchObject({ kind, reason: `answered ${status}` });
});
