import { codePolicyOf, otpPolicyOf } from "./code-policy.ts";
import type { CodeConfig } from "./config.ts";
import {
  type GuessBound,
  type GuessSettings,
  type OtpGuessBound,
  type OtpGuessSettings,
  codesPerDay,
  guessBound,
  guessBoundViolations,
  otpGuessBound,
} from "./domain/guess-bound.ts";
import { LIVE_CODES_MAX } from "./domain/otp.ts";
import type { Policies } from "./limits/policies.ts";

/**
 * What decides how easily a code can be guessed, with the given limits in force. The breaker's threshold is its floor,
 * unless the one in force is given: it follows what is usual.
 */
export function guessSettings(
  config: CodeConfig,
  policies: Policies,
  breakerPerDay = config.BREAKER_WRONG_CODES,
): GuessSettings {
  const { digits, longDigits, budgetMax, triesMax } = codePolicyOf(config);
  return {
    digits,
    longDigits,
    budget: budgetMax,
    triesPerCode: triesMax,
    codesPerDay: codesPerDay(Object.entries(policies)),
    breakerPerDay,
  };
}

/** What decides how easily a passwordless code can be guessed: no limit does, for its guesses have budgets of their own. */
export function otpGuessSettings(config: CodeConfig): OtpGuessSettings {
  const { digits, longDigits, budgetMax } = otpPolicyOf(config);
  return { digits, longDigits, budget: budgetMax, liveCodes: LIVE_CODES_MAX };
}

export type CheckedGuessBound = {
  settings: GuessSettings;
  otpSettings: OtpGuessSettings;
  bound: GuessBound & OtpGuessBound;
  violations: string[];
};

/** The guess bound, what it follows from, and a line for each number of it above MAX_GUESS_PROBABILITY. */
export function checkGuessBound(
  config: CodeConfig,
  policies: Policies,
  breakerPerDay?: number,
): CheckedGuessBound {
  const settings = guessSettings(config, policies, breakerPerDay);
  const otpSettings = otpGuessSettings(config);
  const bound = { ...guessBound(settings), ...otpGuessBound(otpSettings) };
  const violations = guessBoundViolations(bound, config.MAX_GUESS_PROBABILITY);
  return { settings, otpSettings, bound, violations };
}
