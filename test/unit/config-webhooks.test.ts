import { generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.ts";
import { SENDGRID_PUBLIC_KEY, newWebhookSecret } from "../support/webhooks.ts";

const environment = {
  NODE_ENV: "test",
  DATABASE_URL: "postgres://latchkey@db.test/latchkey",
  REDIS_URL: "redis://redis.test",
  SECRET_KEY: "q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG5a",
  EMAIL_PROVIDERS: "http,resend,sendgrid,ses",
  EMAIL_API_URL: "https://email.test",
  RESEND_API_KEY: "re_1",
  SENDGRID_API_KEY: "SG.1",
  SES_REGION: "eu-west-1",
  SES_ACCESS_KEY_ID: "AKIA1",
  SES_SECRET_ACCESS_KEY: "s",
};

function problemsOf(changes: Record<string, string>): string {
  try {
    loadConfig({ ...environment, ...changes });
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const publicKeyOn = (namedCurve: string): string =>
  generateKeyPairSync("ec", { namedCurve })
    .publicKey.export({ format: "der", type: "spki" })
    .toString("base64");

test("what checks webhooks is taken (control)", ({ expect }) => {
  const given = {
    EMAIL_API_WEBHOOK_SECRET: newWebhookSecret(),
    RESEND_WEBHOOK_SECRET: randomBytes(64).toString("base64"),
    SENDGRID_WEBHOOK_PUBLIC_KEY: SENDGRID_PUBLIC_KEY,
    SES_WEBHOOK_TOPIC: "arn:aws-cn:sns:cn-north-1:123456789012:mail",
  };
  expect(problemsOf(given)).toBe("");
  expect(problemsOf({})).toBe("");
});

describe("what cannot check a webhook is refused at boot, and not repeated", () => {
  test.for([
    ["EMAIL_API_WEBHOOK_SECRET", "a-word-that-is-no-base64-but-long-enough"],
    ["EMAIL_API_WEBHOOK_SECRET", `whsec_${randomBytes(16).toString("base64")}`],
    ["RESEND_WEBHOOK_SECRET", "whsec_AAAA"],
    ["RESEND_WEBHOOK_SECRET", `${newWebhookSecret()}=`],
    ["SENDGRID_WEBHOOK_PUBLIC_KEY", "SG.key"],
    ["SENDGRID_WEBHOOK_PUBLIC_KEY", SENDGRID_PUBLIC_KEY.slice(0, -8)],
    ["SENDGRID_WEBHOOK_PUBLIC_KEY", publicKeyOn("secp384r1")],
    ["SES_WEBHOOK_TOPIC", "arn:aws:sqs:eu-west-1:123456789012:mail"],
    ["SES_WEBHOOK_TOPIC", "arn:aws:sns::123456789012:mail"],
    ["SES_WEBHOOK_TOPIC", "arn:aws:sns:eu-west-1:mail"],
  ])("%s=%s", ([name = "", value = ""], { expect }) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toContain(`${name}: must be`);
    expect(problems).not.toContain(value);
  });
});

test.for([
  ["p", false],
  ["changeme-changeme-changeme", false],
  ["hV3nQ8xT5mB1wK7c", true],
] as const)(
  "in production Postmark's password is none that can be guessed: %s",
  ([password, isTaken], { expect }) => {
    const problems = problemsOf({
      NODE_ENV: "production",
      PUBLIC_URL: "https://id.shop.test",
      EMAIL_FROM: "no-reply@shop.test",
      EMAIL_PROVIDERS: "postmark:two",
      POSTMARK_TOKEN_TWO: "t",
      POSTMARK_WEBHOOK_PASSWORD_TWO: password,
    });
    if (isTaken) expect(problems).toBe("");
    else expect(problems).toContain("POSTMARK_WEBHOOK_PASSWORD_TWO: needs 16 random");
  },
);
