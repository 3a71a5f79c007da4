import { describe, test } from "vitest";
import { PRODUCTION, load, problemsOf } from "../support/config.ts";

describe("PASSWORD_PROFILE=nist", () => {
  test("asks for 15 characters, or for more", ({ expect }) => {
    expect(load({}).PASSWORD_MIN).toBe(8);
    expect(load({ PASSWORD_MIN: "12" }).PASSWORD_MIN).toBe(12);
    expect(load({ PASSWORD_PROFILE: "nist" }).PASSWORD_MIN).toBe(15);
    expect(load({ PASSWORD_PROFILE: "nist", PASSWORD_MIN: "20" }).PASSWORD_MIN).toBe(20);
  });

  test.for(["8", "14"])("does not go with PASSWORD_MIN=%s", (PASSWORD_MIN, { expect }) => {
    expect(problemsOf({ PASSWORD_PROFILE: "nist", PASSWORD_MIN })).toEqual([
      "  PASSWORD_MIN: must be 15 or more with PASSWORD_PROFILE=nist",
    ]);
    expect(problemsOf({ PASSWORD_PROFILE: "nist", PASSWORD_MIN: "15" })).toEqual([]);
  });
});

test("the breach check is off, and asks Pwned Passwords once it is on", ({ expect }) => {
  expect(load({})).toMatchObject({
    BREACH_CHECK: "off",
    BREACH_CHECK_URL: "https://api.pwnedpasswords.com",
    BREACH_CHECK_WHEN_AWAY: "allow",
  });
  const wrong = { BREACH_CHECK: "yes", BREACH_CHECK_URL: "ftp://x", BREACH_CHECK_WHEN_AWAY: "ask" };
  expect(problemsOf(wrong).map((line) => line.trim().split(":")[0])).toEqual(Object.keys(wrong));
});

describe("CORS_ORIGINS", () => {
  test("is a list of origins, of none by default", ({ expect }) => {
    expect(load({}).CORS_ORIGINS).toEqual([]);
    const given = "https://shop.test, https://app.shop.test:8443,http://localhost:5173";
    expect(load({ CORS_ORIGINS: given }).CORS_ORIGINS).toEqual([
      "https://shop.test",
      "https://app.shop.test:8443",
      "http://localhost:5173",
    ]);
  });

  test.for([
    "*",
    "null",
    "shop.test",
    "//shop.test",
    "https://*.shop.test",
    "https://shop.test/",
    "https://shop.test/app",
    "https://shop.test?x",
    "https://shop.test#x",
    "https://user@shop.test",
    "https://Shop.test",
    "https://shop.test:443",
    "https://müller.test",
    "ftp://shop.test",
    "file://",
    "https://a.test https://b.test",
    "https://a.test,,https://b.test",
    "https://a.test,",
    ",",
  ])("cannot be %j, which no browser sends or too many do", (CORS_ORIGINS, { expect }) => {
    const problems = problemsOf({ CORS_ORIGINS });
    expect(problems[0]).toMatch(/^ {2}CORS_ORIGINS: number \d is no origin/);
    expect(problems.join("\n")).not.toContain("shop.test/");
  });

  test("tells every member that is wrong", ({ expect }) => {
    const CORS_ORIGINS = "https://a.test,*,https://b.test,null,https://a.test";
    expect(problemsOf({ CORS_ORIGINS }).map((line) => line.trim().slice(0, 30))).toEqual([
      "CORS_ORIGINS: number 2 is no o",
      "CORS_ORIGINS: number 4 is no o",
      "CORS_ORIGINS: number 5 is ther",
    ]);
  });

  test("is https in production, unless it is on this machine", ({ expect }) => {
    const CORS_ORIGINS = "https://shop.test,http://shop.test,http://10.0.0.7,http://localhost.test";
    expect(problemsOf({ CORS_ORIGINS }, PRODUCTION)).toEqual(
      [2, 3, 4].map(
        (number) => `  CORS_ORIGINS: number ${number} must be https, unless it is on this machine`,
      ),
    );
    expect(problemsOf({ CORS_ORIGINS })).toEqual([]);
    const ours = "https://shop.test,http://localhost:5173,http://127.0.0.1:3000,http://[::1]:3000";
    expect(problemsOf({ CORS_ORIGINS: ours }, PRODUCTION)).toEqual([]);
  });
});
