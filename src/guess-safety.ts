import { codePolicyOf } from "./code-policy.ts";
import type { CodeConfig } from "./config.ts";
import {
  type GuessBound,
  type GuessSettings,
  codesPerDay,
  guessBound,
  guessBoundViolations,
} from "./domain/guess-bound.ts";
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

/** The guess bound, what it follows from, and a line for each number of it above MAX_GUESS_PROBABILITY. */
export function checkGuessBound(
  config: CodeConfig,
  policies: Policies,
  breakerPerDay?: number,
): { settings: GuessSettings; bound: GuessBound; violations: string[] } {
  const settings = guessSettings(config, policies, breakerPerDay);
  const bound = guessBound(settings);
  return { settings, bound, violations: guessBoundViolations(bound, config.MAX_GUESS_PROBABILITY) };
}
