import { test } from "vitest";
import { createSendGrid } from "../../../src/email/providers/sendgrid.ts";
import {
  answering,
  interceptProvider,
  testMail,
  wholeRequest,
} from "../../support/provider-api.ts";

const provider = interceptProvider();
const send = createSendGrid({ apiUrl: "https://api.sendgrid.test", apiKey: "SG.key" });

test("one request is the whole mail, with its id as custom argument and without tracking", async ({
  expect,
}) => {
  const mail = testMail({ replyTo: "help@shop.test" });
  const { delivery, requests } = await provider.sendTo(send, answering(202), mail);
  expect(delivery).toEqual({ kind: "accepted" });
  expect(requests).toHaveLength(1);
  expect(await wholeRequest(requests[0])).toEqual({
    request: "POST https://api.sendgrid.test/v3/mail/send",
    headers: { authorization: "Bearer SG.key" },
    body: {
      personalizations: [{ to: [{ email: mail.to }], custom_args: { message_id: mail.messageId } }],
      from: { email: "no-reply@shop.test", name: 'Café "Shop", Inc <x@y.test>' },
      reply_to: { email: "help@shop.test" },
      subject: mail.subject,
      content: [
        { type: "text/plain", value: mail.text },
        { type: "text/html", value: mail.html },
      ],
      tracking_settings: {
        click_tracking: { enable: false, enable_text: false },
        open_tracking: { enable: false },
        subscription_tracking: { enable: false },
      },
    },
  });
  const bare = await provider.sendTo(send, answering(202));
  expect(await bare.requests[0]?.json()).not.toHaveProperty("reply_to");
});

const error = (message: string, field: string | null = null): object => ({
  errors: [{ message, field, help: null }],
});

// https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
test.for([
  [400, error("Does not contain a valid address.", "personalizations.0.to.0.email"), "rejected"],
  [400, error("Does not contain a valid address.", "from.email"), "misconfigured"],
  [400, error("Too long", "personalizations.0.custom_args"), "misconfigured"],
  [400, error("Bad Request"), "misconfigured"],
  [400, "no JSON", "misconfigured"],
  [401, error("The provided authorization grant is invalid"), "misconfigured"],
  [401, error("Maximum credits exceeded"), "misconfigured"],
  [403, error("The from address does not match a verified Sender", "from"), "misconfigured"],
  [404, undefined, "misconfigured"],
  [405, undefined, "misconfigured"],
  [413, undefined, "misconfigured"],
  [415, undefined, "misconfigured"],
  [451, undefined, "misconfigured"],
  [500, error("Internal server error"), "retry"],
  [503, undefined, "retry"],
] as const)("the answer %i, %j, is %s", async ([status, body, kind], { expect }) => {
  const { delivery } = await provider.sendTo(send, answering(status, body));
  expect(delivery).toMatchObject({ kind, reason: `answered ${status}` });
  expect(delivery).not.toHaveProperty("afterMs");
});

test("too many requests are told when the limit ends, an hour away at most", async ({ expect }) => {
  const seconds = Math.floor(Date.now() / 1000);
  const afterMs = async (headers: Record<string, string>): Promise<number | undefined> => {
    const { delivery } = await provider.sendTo(send, answering(429, error("too many"), headers));
    expect(delivery.kind).toBe("retry");
    return delivery.kind === "retry" ? delivery.afterMs : undefined;
  };
  const soon = await afterMs({ "x-ratelimit-reset": String(seconds + 60) });
  expect(soon).toBeGreaterThan(50_000);
  expect(soon).toBeLessThanOrEqual(60_000);
  expect(await afterMs({ "x-ratelimit-reset": String(seconds + 90_000) })).toBe(3_600_000);
  expect(await afterMs({ "x-ratelimit-reset": "1" })).toBe(0);
  expect(await afterMs({ "x-ratelimit-reset": "1", "retry-after": "7" })).toBe(7000);
  expect(await afterMs({ "x-ratelimit-reset": "soon" })).toBeUndefined();
  expect(await afterMs({})).toBeUndefined();
});
