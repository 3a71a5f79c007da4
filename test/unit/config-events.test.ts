import { randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

const SECRET_KEY = "q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG5a";
const environment = {
  NODE_ENV: "test",
  DATABASE_URL: "postgres://latchkey@db.test/latchkey",
  REDIS_URL: "redis://redis.test",
  SECRET_KEY,
  EMAIL_API_URL: "https://email.test",
  EMAIL_API_KEY: "k3yOfTheProvider",
  EMAIL_FROM: "no-reply@shop.test",
  PUBLIC_URL: "https://id.shop.test",
};

function load(changes: Record<string, string>): ReturnType<typeof loadConfig> | string {
  try {
    return loadConfig({ ...environment, ...changes });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
const WEBHOOK_URL = "https://product.test/events?from=latchkey";
const [NEW, OLD] = [newWebhookSecret(), newWebhookSecret().replace("whsec_", "")];

test("several secrets are taken, in their order, and nobody is told without an address", ({
  expect,
}) => {
  expect(load({ WEBHOOK_URL, WEBHOOK_SECRETS: `${NEW}, ${OLD}` })).toMatchObject({
    WEBHOOK_URL,
    WEBHOOK_SECRETS: [NEW, OLD],
    WEBHOOK_TIMEOUT_MS: 15_000,
  });
  expect(load({})).not.toHaveProperty("WEBHOOK_URL");
});

describe("what cannot sign, or cannot be called, is refused at boot and not repeated", () => {
  test.for<[string, string, string]>([
    ["WEBHOOK_SECRETS", "", "is required with WEBHOOK_URL"],
    ["WEBHOOK_SECRETS", "a-word-that-is-no-base64-but-long-enough", "must be 24 bytes"],
    ["WEBHOOK_SECRETS", `${NEW},whsec_AAAA`, "must be 24 bytes"],
    ["WEBHOOK_SECRETS", `${NEW},`, "must be 24 bytes"],
    ["WEBHOOK_SECRETS", Array.from({ length: 6 }, newWebhookSecret).join(","), "5 entries at most"],
    ["WEBHOOK_URL", "ftp://product.test", "begins with http:// or https://"],
    ["WEBHOOK_URL", "https://ada:pw12@product.test", "must have no user and no password"],
    ["WEBHOOK_TIMEOUT_MS", "99", "must be 100 or more"],
  ])("%s=%s", ([name, value, problem], { expect }) => {
    const problems = load({ WEBHOOK_URL, WEBHOOK_SECRETS: NEW, [name]: value });
    expect(problems).toContain(name);
    expect(problems).toContain(problem);
    if (value.length > 2) expect(problems).not.toContain(value);
  });
});

describe("production", () => {
  const production = { NODE_ENV: "production", WEBHOOK_URL, WEBHOOK_SECRETS: NEW };
  test.for([
    ["http://127.0.0.1:3000/events", true],
    ["http://localhost:3000/events", true],
    ["http://[::1]:3000/events", true],
    ["https://product.test/events", true],
    ["http://product.test/events", false],
    ["http://127.0.0.1.product.test/events", false],
  ] as const)("sends over no network in the clear: %s", ([url, isTaken], { expect }) => {
    const loaded = load({ ...production, WEBHOOK_URL: url });
    if (isTaken) expect(loaded).toMatchObject({ WEBHOOK_URL: url });
    else expect(loaded).toContain("WEBHOOK_URL: must be https in production");
  });

  test.for<[string, string]>([
    ["whsec_exampleSecretOfEmailMockForDevelopmentOnly00", "one is a default value"],
    [`whsec_${"A".repeat(32)}`, "one is a default value, or not random"],
    [`${NEW},whsec_${"AAAB".repeat(8)}`, "one is a default value, or not random"],
    [SECRET_KEY, "must differ from SECRET_KEY"],
  ])("refuses secrets that can be guessed: %s", ([secrets, problem], { expect }) => {
    expect(load({ ...production, WEBHOOK_SECRETS: secrets })).toContain(
      `WEBHOOK_SECRETS: ${problem}`,
    );
    const random = randomBytes(32).toString("base64");
    expect(load({ ...production, WEBHOOK_SECRETS: random })).toHaveProperty("WEBHOOK_SECRETS");
  });
});
