import { test } from "vitest";
import { loadMailConfig } from "../../../src/config.ts";
import { openProviders } from "../../../src/email/open-providers.ts";
import { answering, interceptProvider } from "../../support/provider-api.ts";

const intercepted = interceptProvider();

const environment = {
  NODE_ENV: "test",
  EMAIL_PROVIDERS: "ses,http,mailgun,resend:eu,sendgrid,postmark,resend",
  EMAIL_API_URL: "http://own.test",
  EMAIL_API_PATH: "/send",
  EMAIL_API_KEY: "key-http",
  RESEND_API_KEY: "key-resend",
  RESEND_API_KEY_EU: "key-eu",
  RESEND_QUOTA_EU: "100/1d",
  POSTMARK_TOKEN: "key-postmark",
  SENDGRID_API_KEY: "key-sendgrid",
  MAILGUN_API_KEY: "key-mailgun",
  MAILGUN_DOMAIN: "mg.shop.test",
  SES_REGION: "eu-west-1",
  SES_ACCESS_KEY_ID: "key-ses",
  SES_SECRET_ACCESS_KEY: "secret-ses",
};

test("every provider is opened in its order, each with its own address, key and quota", async ({
  expect,
}) => {
  const providers = await openProviders(loadMailConfig(environment).EMAIL_PROVIDERS);
  const found: object[] = [];
  for (const { name, send, quota, close } of providers) {
    const { delivery, requests } = await intercepted.sendTo(send, answering(200));
    const headers = requests[0]?.headers;
    const key = headers?.get("x-postmark-server-token") ?? headers?.get("authorization");
    found.push([name, requests[0]?.url, key, quota?.count, delivery.kind]);
    close();
  }
  const bearer = (key: string): string => `Bearer ${key}`;
  const resend = "https://api.resend.com/emails";
  const accepted = "accepted";
  expect(found).toEqual([
    [
      "ses",
      "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails",
      expect.stringContaining("Credential=key-ses/"),
      undefined,
      accepted,
    ],
    ["http", "http://own.test/send", bearer("key-http"), undefined, accepted],
    [
      "mailgun",
      "https://api.mailgun.net/v3/mg.shop.test/messages",
      `Basic ${btoa("api:key-mailgun")}`,
      undefined,
      accepted,
    ],
    ["resend:eu", resend, bearer("key-eu"), 100, accepted],
    [
      "sendgrid",
      "https://api.sendgrid.com/v3/mail/send",
      bearer("key-sendgrid"),
      undefined,
      accepted,
    ],
    ["postmark", "https://api.postmarkapp.com/email", "key-postmark", undefined, accepted],
    ["resend", resend, bearer("key-resend"), undefined, accepted],
  ]);
});
