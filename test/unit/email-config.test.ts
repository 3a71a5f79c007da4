import { describe, test } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.ts";
import type { ProviderSettings } from "../../src/email-config.ts";

const stores = {
  NODE_ENV: "development",
  DATABASE_URL: "postgres://127.0.0.1/latchkey",
  REDIS_URL: "redis://127.0.0.1",
};

const providersOf = (environment: Record<string, string>): readonly ProviderSettings[] =>
  loadConfig({ ...stores, ...environment }).EMAIL_PROVIDERS;

function problemsOf(environment: Record<string, string>): string {
  try {
    providersOf(environment);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test("one e-mail API of the generic kind is the default", ({ expect }) => {
  expect(providersOf({ EMAIL_API_URL: "http://127.0.0.1:8025" })).toMatchObject([
    {
      name: "http",
      type: "http",
      EMAIL_API_URL: "http://127.0.0.1:8025",
      EMAIL_API_PATH: "/v1/messages",
      EMAIL_API_KEY: "email-mock-key",
    },
  ]);
});

test("providers come in the order they are asked, a labelled one with variables of its own", ({
  expect,
}) => {
  const providers = providersOf({
    EMAIL_PROVIDERS: "smtp:backup, resend,smtp",
    RESEND_API_KEY: "re_1",
    RESEND_QUOTA: "3000/1d",
    SMTP_URL: "smtp://a.test",
    SMTP_URL_BACKUP: "smtps://b.test",
    SMTP_TLS_BACKUP: "off",
  });
  expect(providers).toMatchObject([
    { name: "smtp:backup", type: "smtp", SMTP_URL: "smtps://b.test", SMTP_TLS: "off" },
    {
      name: "resend",
      RESEND_API_KEY: "re_1",
      RESEND_QUOTA: { count: 3000, windowSeconds: 86_400 },
    },
    { name: "smtp", SMTP_URL: "smtp://a.test", SMTP_TLS: "required" },
  ]);
});

test("variables of providers that are not in the list do not matter", ({ expect }) => {
  const given = { EMAIL_PROVIDERS: "resend", RESEND_API_KEY: "re_1", SMTP_URL: "nonsense" };
  expect(providersOf(given)).toHaveLength(1);
});

describe("refused, with a line that names the variable", () => {
  test.for<[string, Record<string, string>, string]>([
    [
      "an unknown kind",
      { EMAIL_PROVIDERS: "sparkpost" },
      "EMAIL_PROVIDERS: must be a list of http",
    ],
    ["an empty name", { EMAIL_PROVIDERS: "resend,", RESEND_API_KEY: "x" }, "EMAIL_PROVIDERS: must"],
    ["a label in capitals", { EMAIL_PROVIDERS: "smtp:B" }, "EMAIL_PROVIDERS: must"],
    [
      "one named twice",
      { EMAIL_PROVIDERS: "resend,resend", RESEND_API_KEY: "x" },
      "EMAIL_PROVIDERS: names one twice",
    ],
    ["a missing key", { EMAIL_PROVIDERS: "postmark" }, "POSTMARK_TOKEN: is required"],
    ["a missing key of the second", { EMAIL_PROVIDERS: "smtp:eu" }, "SMTP_URL_EU: is required"],
    [
      "a quota that is none",
      { EMAIL_PROVIDERS: "resend", RESEND_API_KEY: "x", RESEND_QUOTA: "many" },
      "RESEND_QUOTA: must be a quota such as 10000/1d",
    ],
    [
      "a body that is no JSON",
      { EMAIL_API_URL: "http://a.test", EMAIL_API_BODY: "{" },
      "EMAIL_API_BODY: must be JSON",
    ],
    [
      "a key with a line break",
      { EMAIL_PROVIDERS: "resend", RESEND_API_KEY: "s3cret\nX: y" },
      "RESEND_API_KEY: must be printable ASCII",
    ],
    [
      "a locale there is not",
      { EMAIL_API_URL: "http://a.test", EMAIL_LOCALE: "xx" },
      "EMAIL_LOCALE",
    ],
    [
      "a colour that is none",
      { EMAIL_API_URL: "http://a.test", EMAIL_ACCENT_COLOR: "red;}" },
      "EMAIL_ACCENT_COLOR: must be a colour",
    ],
  ])("%s", ([, environment, line], { expect }) => {
    const message = problemsOf(environment);
    expect(message).toContain(line);
    expect(message).not.toContain("s3cret");
  });

  test("and all problems of all providers at once", ({ expect }) => {
    const message = problemsOf({ EMAIL_PROVIDERS: "mailgun,ses,smtp:b", SMTP_TLS_B: "maybe" });
    for (const name of [
      "MAILGUN_API_KEY",
      "MAILGUN_DOMAIN",
      "SES_REGION",
      "SMTP_URL_B",
      "SMTP_TLS_B",
    ])
      expect(message).toContain(`${name}: `);
  });

  test("each told once, also of one that is named twice", ({ expect }) => {
    const message = problemsOf({ EMAIL_PROVIDERS: "resend,resend" });
    expect(message.match(/RESEND_API_KEY/g)).toHaveLength(1);
  });
});

test("production asks for a key of its own for each generic provider", ({ expect }) => {
  const message = problemsOf({
    NODE_ENV: "production",
    EMAIL_PROVIDERS: "http,http:b",
    EMAIL_API_URL: "https://a.test",
    EMAIL_API_KEY: "a5-real-one-it-is-not-guessed",
    EMAIL_API_URL_B: "https://b.test",
    EMAIL_API_WEBHOOK_SECRET_B: "changeme",
  });
  expect(message).toContain("EMAIL_API_KEY_B: is missing, or a default value");
  expect(message).toContain("EMAIL_API_WEBHOOK_SECRET_B: is a default value");
  expect(message).not.toContain("EMAIL_API_KEY: ");
});
