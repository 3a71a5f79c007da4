import { test } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.ts";

function load(changes: Record<string, string>): ReturnType<typeof loadConfig> | string {
  try {
    return loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: "postgres://latchkey@db.test/latchkey",
      REDIS_URL: "redis://redis.test",
      EMAIL_API_URL: "https://email.test",
      ...changes,
    });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test("strangers are told of activations alone, with addresses masked, unless it is wanted otherwise", ({
  expect,
}) => {
  expect(load({})).toMatchObject({
    LIVE_EMAIL: "masked",
    LIVE_EVENTS: "activated",
    LIVE_CONNECTIONS_MAX: 10_000,
    LIVE_CONNECTIONS_PER_USER: 10,
    LIVE_CONNECTIONS_PER_IP: 100,
  });
  expect(load({ LIVE_EMAIL: "full", LIVE_EVENTS: "activated,registered" })).toMatchObject({
    LIVE_EMAIL: "full",
    LIVE_EVENTS: "activated,registered",
  });
});

test.each([
  ["LIVE_EMAIL", "none"],
  ["LIVE_EVENTS", "activated,deleted"],
  ["LIVE_EVENTS", ","],
  ["LIVE_CONNECTIONS_MAX", "many"],
  ["LIVE_CONNECTIONS_PER_USER", "0"],
  ["LIVE_CONNECTIONS_PER_IP", "-1"],
])("%s=%s is refused at boot", async (name, value) => {
  const { expect } = await import("vitest");
  expect(load({ [name]: value })).toContain(name);
});
