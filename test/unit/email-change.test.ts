import { describe, test } from "vitest";
import { EMAIL_CHANGE_CODE } from "../../src/domain/email-change.ts";
import { mostPerDay } from "../../src/domain/quota.ts";
import { USERNAME } from "../../src/domain/username.ts";
import { POLICIES } from "../../src/limits/policies.ts";

describe("the chance to guess the code for a new address in a day", () => {
  const { digits, triesMax } = EMAIL_CHANGE_CODE;
  const chance = (codesPerDay: number): number => (codesPerDay * triesMax) / 10 ** digits;

  test.for(["email-change.account", "send.day"] as const)(
    "is 1 in 2 million by %s",
    (name, { expect }) => {
      expect(chance(mostPerDay(POLICIES[name].quota))).toBe(1 / 2_000_000);
    },
  );

  test("is below 1 in 10,000 by the cool-down of a minute alone", ({ expect }) => {
    expect(chance(24 * 60)).toBeLessThan(1 / 10_000);
    expect(chance(24 * 60 * 60)).toBeGreaterThan(1 / 10_000);
  });
});

test("a username fits in an address of a page as it is", ({ expect }) => {
  for (let code = 0; code < 0x250; code++) {
    const name = `ada${String.fromCharCode(code)}`;
    expect(USERNAME.test(name), name).toBe(/^[\w.-]$/.test(name.slice(3)));
    if (USERNAME.test(name)) expect(encodeURIComponent(name)).toBe(name);
  }
});
