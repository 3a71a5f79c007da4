import { describe, test } from "vitest";
import { PRODUCTION, problemsOf as problemsOfConfig } from "../support/config.ts";

const problemsOf = (changes: Record<string, string | undefined>): string =>
  problemsOfConfig(changes, PRODUCTION).join("\n");

test("starts with secrets of its own (control)", ({ expect }) => {
  expect(problemsOf({})).toBe("");
  expect(problemsOf({ SECRET_KEY: "0123456789abcdef0123456789abcdef" })).toBe("");
  expect(problemsOf({ HASH_MEMORY_KIB: "7168", HASH_PASSES: "5" })).toBe("");
});

test.for([undefined, ""])("is what NODE_ENV %j means", (NODE_ENV, { expect }) => {
  expect(problemsOf({ NODE_ENV, SECRET_KEY: undefined })).toContain("SECRET_KEY: ");
  expect(problemsOf({ NODE_ENV: "test", SECRET_KEY: undefined })).toBe("");
});

test.for(["Production", "prod", "PRODUCTION", "staging"])(
  "is not left by the misspelt NODE_ENV %s",
  (NODE_ENV, { expect }) => {
    expect(problemsOf({ NODE_ENV, SECRET_KEY: undefined })).toContain("NODE_ENV: ");
  },
);

describe("refuses", () => {
  test.for([
    ["SECRET_KEY", undefined],
    ["SECRET_KEY", ""],
    ["SECRET_KEY", "changeme"],
    ["SECRET_KEY", "changeme-changeme-changeme-changeme"],
    ["SECRET_KEY", "CHANGE_ME-q8W2xN5vB7mK4tR9yL3pZ6sD1fH0"],
    ["SECRET_KEY", "supersecretkey"],
    ["SECRET_KEY", "supersecretkey-supersecretkey-0123"],
    ["SECRET_KEY", "super_secret-q8W2xN5vB7mK4tR9yL3pZ6sD1"],
    ["SECRET_KEY", "root/root"],
    ["SECRET_KEY", "password-q8W2xN5vB7mK4tR9yL3pZ6sD1fH0"],
    ["SECRET_KEY", "secret-q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG"],
    ["SECRET_KEY", "example-q8W2xN5vB7mK4tR9yL3pZ6sD1fH0j"],
    ["SECRET_KEY", "placeholder-q8W2xN5vB7mK4tR9yL3pZ6sD1"],
    ["SECRET_KEY", "development-only-secret-never-for-production"],
    ["SECRET_KEY", "a".repeat(64)],
    ["SECRET_KEY", "abcabcabcabcabcabcabcabcabcabcabcabcabc"],
    ["SECRET_KEY", PRODUCTION.SECRET_KEY.slice(0, 31)],
    ["EMAIL_API_KEY", undefined],
    ["EMAIL_API_KEY", ""],
    ["EMAIL_API_KEY", "email-mock-key"],
    ["EMAIL_API_KEY", "changeme"],
    ["PUBLIC_URL", undefined],
    ["EMAIL_FROM", undefined],
    ["LIMITS", "off"],
    ["LIMITS", "shadow"],
    ["OPS_PASSWORD", "password-of-the-operators"],
    ["HASH_MEMORY_KIB", "64"],
    ["HASH_MEMORY_KIB", "17919"],
    ["HASH_PASSES", "1"],
  ] as const)("%s = %s", ([name, value], { expect }) => {
    const message = problemsOf({ [name]: value });
    expect(message).toMatch(new RegExp(`^ {2}([A-Z_]+ × )?${name}\\b`, "m"));
    if (value !== undefined && value.length > 5) expect(message).not.toContain(value);
  });

  test("one secret for two jobs, whatever its strength", ({ expect }) => {
    for (const changes of [
      { EMAIL_API_KEY: PRODUCTION.SECRET_KEY },
      { SECRET_KEY: PRODUCTION.EMAIL_API_KEY },
    ]) {
      const message = problemsOf(changes);
      expect(message).toContain("SECRET_KEY: must differ from EMAIL_API_KEY");
      for (const value of Object.values(changes)) expect(message).not.toContain(value);
    }
  });

  test("the database's seed credentials", ({ expect }) => {
    const message = problemsOf({ DATABASE_URL: "postgres://root:root@db.shop.test/latchkey" });
    expect(message).toContain("DATABASE_URL: ");
    expect(message).not.toContain("root:root");
  });

  test("all of it at once", ({ expect }) => {
    const names = ["SECRET_KEY", "EMAIL_API_KEY", "PUBLIC_URL", "EMAIL_FROM"];
    const unset = Object.fromEntries(names.map((name) => [name, undefined]));
    const message = problemsOf({ ...unset, LIMITS: "off", HASH_PASSES: "1", PORT: "x" });
    for (const name of [...names, "LIMITS", "HASH_MEMORY_KIB × HASH_PASSES", "PORT"])
      expect(message).toContain(`  ${name}: `);
  });
});
