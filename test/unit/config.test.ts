import { describe, test } from "vitest";
import { ConfigError, environmentSchema, loadConfig } from "../../src/config.ts";

const development = {
  NODE_ENV: "development",
  DATABASE_URL: "postgres://127.0.0.1/latchkey",
  REDIS_URL: "redis://127.0.0.1",
  EMAIL_API_URL: "http://127.0.0.1:8025",
};
const production = {
  ...development,
  NODE_ENV: "production",
  PUBLIC_URL: "https://id.shop.test",
  EMAIL_FROM: "no-reply@shop.test",
  EMAIL_API_KEY: "re_8Zk2mQ4vX7",
  SECRET_KEY: "q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG5a",
};

function problemsOf(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test("development needs three addresses and nothing else", ({ expect }) => {
  const config = loadConfig(development);
  expect(config).toMatchObject({ PORT: 8080, CODE_TTL_SECONDS: 60, LIMITS: "enforce" });
  expect(config.PUBLIC_URL).toBe("http://127.0.0.1:8080");
  expect(Object.isFrozen(config)).toBe(true);
});

test("all problems come at once, by name, and no value is repeated", ({ expect }) => {
  const values = {
    PORT: "http",
    CODE_ATTEMPTS: "999",
    REDIS_URL: "mysql://secret",
    LIMITS: "maybe",
  };
  const message = problemsOf({ NODE_ENV: "development", ...values });
  for (const name of [
    "PORT",
    "CODE_ATTEMPTS",
    "REDIS_URL",
    "LIMITS",
    "DATABASE_URL",
    "EMAIL_API_URL",
  ])
    expect(message).toContain(`${name}: `);
  for (const value of Object.values(values)) expect(message).not.toContain(value);
});

test("an empty variable counts as unset", ({ expect }) => {
  expect(loadConfig({ ...development, PORT: "", SECRET_KEY: "" }).PORT).toBe(8080);
  expect(problemsOf({ ...development, DATABASE_URL: "" })).toContain("DATABASE_URL: is required");
});

describe("production", () => {
  test("starts with secrets of its own (control)", ({ expect }) => {
    expect(problemsOf(production)).toBe("");
  });

  test("is what a missing NODE_ENV means", ({ expect }) => {
    expect(problemsOf({ ...development, NODE_ENV: undefined })).toContain("SECRET_KEY");
  });

  test.for([
    ["SECRET_KEY", undefined],
    ["SECRET_KEY", "changeme-changeme-changeme-changeme"],
    ["SECRET_KEY", "supersecretkey-supersecretkey-0123"],
    ["SECRET_KEY", "development-only-secret-never-for-production"],
    ["SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
    ["SECRET_KEY", "q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG5"],
    ["SECRET_KEY", production.EMAIL_API_KEY],
    ["EMAIL_API_KEY", undefined],
    ["EMAIL_API_KEY", "email-mock-key"],
    ["EMAIL_API_KEY", production.SECRET_KEY],
    ["PUBLIC_URL", undefined],
    ["EMAIL_FROM", undefined],
    ["LIMITS", "off"],
    ["HASH_MEMORY_KIB", "64"],
  ])("refuses %s = %s", ([name = "", value], { expect }) => {
    const message = problemsOf({ ...production, [name]: value });
    expect(message).toMatch(new RegExp(`${name}|SECRET_KEY`));
    if (value !== undefined && value.length > 4) expect(message).not.toContain(value);
  });
});

test("every variable has bounds or a form: no free number gets in", ({ expect }) => {
  const numbers = Object.entries(environmentSchema.shape).filter(
    ([name]) =>
      /_(MS|SECONDS|MAX|MIN|KIB|PASSES|HOURS|CONCURRENCY|ATTEMPTS)$/.test(name) || name === "PORT",
  );
  expect(numbers.length).toBeGreaterThan(10);
  for (const [name] of numbers)
    for (const value of ["-1", "1.5", "1e9", "NaN", "many"])
      expect(problemsOf({ ...development, [name]: value }), `${name}=${value}`).toContain(name);
});
