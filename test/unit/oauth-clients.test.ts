import { randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { parseOAuthClients } from "../../src/domain/oauth-clients.ts";
import { PRODUCTION, problemsOf as problemsOfConfig } from "../support/config.ts";

const SECRET = "q8W2xN5v";

test("clients are names with secrets, and one name can have two while they change", ({
  expect,
}) => {
  const text = "dashboard:q8W2xN5v, api:B7~m.K4_t-R9,api:yL3pZ6sD";
  expect(parseOAuthClients(text)).toEqual({
    value: [
      { name: "dashboard", secret: "q8W2xN5v" },
      { name: "api", secret: "B7~m.K4_t-R9" },
      { name: "api", secret: "yL3pZ6sD" },
    ],
    problems: [],
  });
});

describe("what cannot be used is named, without secrets", () => {
  test.for([
    [`dashboard`, "entry 1 must be name:secret"],
    [`a:${SECRET},,b:${SECRET}1`, "entry 2 must be name:secret"],
    [`:${SECRET}`, "entry 1 must be name:secret"],
    [`da sh:${SECRET}`, "entry 1 must be name:secret"],
    [`${"x".repeat(65)}:${SECRET}`, "entry 1 must be name:secret"],
    [`latchkey:${SECRET}`, "latchkey is our own name"],
    [`api:short12`, "the secret of entry 1 must be 8 to 256 letters, digits and _ . ~ -"],
    [`api:${SECRET}+`, "the secret of entry 1 must be 8 to 256"],
    [`api:${SECRET}:x`, "entry 1 must be name:secret"],
    [`api:${"x".repeat(257)}`, "the secret of entry 1 must be 8 to 256"],
    [
      `api:${SECRET}1,api:${SECRET}2,api:${SECRET}3`,
      "entry 3 is one more than the 2 secrets of a name",
    ],
    [`api:${SECRET},dashboard:${SECRET}`, "the secret of entry 2 is there twice"],
    // The other way round.
    [`${SECRET}:api`, "the secret of entry 1 must be 8 to 256"],
    [`api:${SECRET},api:${SECRET}`, "the secret of entry 2 is there twice"],
  ] as const)("%s", ([text, problem], { expect }) => {
    const { problems } = parseOAuthClients(text);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems.join()).not.toContain(SECRET);
  });

  test("all at once", ({ expect }) => {
    expect(parseOAuthClients("a,b:,latchkey:12345678").problems).toHaveLength(3);
  });
});

describe("in production", () => {
  const problemsOf = (secret: string, NODE_ENV = "production"): string => {
    const changes = { NODE_ENV, OAUTH_CLIENTS: `good:${GOOD},api:${secret}` };
    return problemsOfConfig(changes, PRODUCTION).join("\n");
  };
  const GOOD = randomBytes(32).toString("hex");

  test.for([
    "secret-of-the-api-secret-of-the-api",
    "changeme-changeme-changeme-changeme",
    "a".repeat(40),
    "q8W2xN5vB7mK4tR9yL3pZ6sD1fH0jG5",
    PRODUCTION.SECRET_KEY,
  ])("the secret %s is refused", (secret, { expect }) => {
    expect(problemsOf(secret)).toMatch(
      /^ {2}OAUTH_CLIENTS: the secret of entry 2 needs 32 random/m,
    );
    expect(problemsOf(secret)).not.toContain(secret);
    expect(problemsOf(secret, "development")).toBe("");
  });

  test("a random one is taken (control)", ({ expect }) => {
    expect(problemsOf(randomBytes(32).toString("hex"))).toBe("");
    expect(problemsOf(randomBytes(32).toString("base64url"))).toBe("");
  });
});
