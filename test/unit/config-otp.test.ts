import { describe, test } from "vitest";
import { otpPolicyOf } from "../../src/code-policy.ts";
import { otpGuessBound } from "../../src/domain/guess-bound.ts";
import { otpGuessSettings } from "../../src/guess-safety.ts";
import { load, problemsOf } from "../support/config.ts";

describe("the rules of passwordless codes", () => {
  test("are 8 digits for 10 minutes, 5 tries an id, 10 a day, and 12 digits then", ({ expect }) => {
    expect(otpPolicyOf(load())).toEqual({
      digits: 8,
      longDigits: 12,
      ttlMs: 600_000,
      triesMax: 5,
      budgetMax: 10,
      resendFirstMs: 30_000,
      resendLaterMs: 60_000,
    });
  });

  test("are what is configured", ({ expect }) => {
    const changes = {
      OTP_DIGITS: "6",
      OTP_TTL_SECONDS: "120",
      OTP_ATTEMPTS: "3",
      OTP_BUDGET: "7",
      CODE_RESEND_SECONDS: "45",
      CODE_RESEND_LATER_SECONDS: "90",
    };
    expect(otpPolicyOf(load(changes))).toEqual({
      digits: 6,
      longDigits: 12,
      ttlMs: 120_000,
      triesMax: 3,
      budgetMax: 7,
      resendFirstMs: 45_000,
      resendLaterMs: 90_000,
    });
  });

  test.for([
    ["OTP_DIGITS", "6", "10"],
    ["OTP_TTL_SECONDS", "1", "600"],
    ["OTP_ATTEMPTS", "1", "10"],
    ["OTP_BUDGET", "1", "100"],
  ] as const)("keep %s between %s and %s", ([name, min, max], { expect }) => {
    for (const fine of [min, max]) expect(problemsOf({ [name]: fine })).toEqual([]);
    for (const wrong of [Number(min) - 1, Number(max) + 1, -1, "7.5", "x", "", " ", "1e1", "0x8"]) {
      const problems = problemsOf({ [name]: String(wrong) });
      // What is empty is not given at all.
      if (wrong !== "") expect(problems, String(wrong)).toHaveLength(1);
      for (const problem of problems) expect(problem).toContain(name);
    }
  });

  test("leave whoever guesses for a year, every day, a chance of one in 5,000; at long codes, a million a day, of one in 500", ({
    expect,
  }) => {
    const bound = otpGuessBound(otpGuessSettings(load()));
    expect(365 * bound.otpProbabilityPerDay).toBeLessThan(1 / 5000);
    expect(365 * bound.otpLongProbabilityPerMillion).toBeLessThan(1 / 500);
  });
});
