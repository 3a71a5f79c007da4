import { type Quota, mostPerDay } from "./quota.ts";

/** Everything that decides how far somebody gets who knows a password and guesses at its code. */
export type GuessSettings = {
  digits: number;
  /** The length of an address' codes once its budget is spent. */
  longDigits: number;
  /** Wrong guesses at short codes that are ever compared for one address. */
  budget: number;
  triesPerCode: number;
  /** Codes one address can get in a day; Infinity when nothing limits them. */
  codesPerDay: number;
  /** Wrong codes of a day, over all addresses, until everybody's codes are long. */
  breakerPerDay: number;
};

/** Probabilities from 0 to 1, and an expected count. */
export type GuessBound = {
  /** That the code of one address is ever guessed while its codes are short. */
  addressProbability: number;
  /** That a long code of one address is guessed, in one day of trying. */
  longProbabilityPerDay: number;
  /** Accounts that guesses spread over all addresses hit in a day, on average. */
  sprayHitsPerDay: number;
};

/** What decides how far somebody gets who guesses at passwordless codes: for those he needs to know nothing. */
export type OtpGuessSettings = {
  digits: number;
  /** The length of an address' codes while the guesses of its day are spent. */
  longDigits: number;
  /** Wrong guesses at short codes that are compared for one address in 24 hours. */
  budget: number;
  /** Codes that one guess is compared with at most. */
  liveCodes: number;
};

/** Probabilities from 0 to 1, and an expected count. */
export type OtpGuessBound = {
  /** That a code of one address is guessed in one day of trying, while its codes are short. */
  otpProbabilityPerDay: number;
  /** The same of a million guesses at its long codes: only the limits of networks bound how many there are. */
  otpLongProbabilityPerMillion: number;
  /** Accounts that a million guesses spread over all addresses hit, on average. */
  otpHitsPerMillion: number;
};

const MILLION = 1_000_000;

/**
 * Bounds what guessing at passwordless codes can reach. A code is hit with the chance of the guesses that are compared with
 * it, and the day's guesses are compared with so many codes each: by the union of them, whatever is guessed in what order.
 */
export function otpGuessBound(settings: OtpGuessSettings): OtpGuessBound {
  const { digits, longDigits, budget, liveCodes } = settings;
  return {
    otpProbabilityPerDay: Math.min(1, (budget * liveCodes) / 10 ** digits),
    otpLongProbabilityPerMillion: Math.min(1, (MILLION * liveCodes) / 10 ** longDigits),
    otpHitsPerMillion: (MILLION * liveCodes) / 10 ** digits,
  };
}

/** Bounds what guessing can reach: it holds for any number of re-sends, days, networks and parallel requests. */
export function guessBound(settings: GuessSettings): GuessBound {
  const { digits, longDigits, budget, triesPerCode, codesPerDay, breakerPerDay } = settings;
  const codes = 10 ** digits;
  return {
    addressProbability: addressProbability(codes, budget, triesPerCode),
    longProbabilityPerDay: Math.min(1, (codesPerDay * triesPerCode) / 10 ** longDigits),
    sprayHitsPerDay: breakerPerDay / codes,
  };
}

// 1 − (1 − a/N)^⌊G/a⌋ · (1 − (G mod a)/N), by logarithms: small probabilities keep their digits.
function addressProbability(codes: number, budget: number, tries: number): number {
  const triedCodes = Math.floor(budget / tries);
  const rest = budget % tries;
  if (triedCodes === 0) return Math.min(1, rest / codes);
  const missAll =
    triedCodes * Math.log1p(-Math.min(1, tries / codes)) + Math.log1p(-Math.min(1, rest / codes));
  // Rounding must not lift it above what the union of all guesses allows.
  return Math.min(1, budget / codes, -Math.expm1(missAll));
}

/** Limits of this name count activation codes: what they enforce bounds how many an address gets. */
const isSendLimit = (name: string): boolean => name.startsWith("send.");

type SendLimit = { quota: Quota; mode: string; allow?: readonly string[] };

/** Codes one address gets in a day at most; Infinity when no limit on sends is enforced for everybody. */
export const codesPerDay = (
  policies: Iterable<readonly [name: string, policy: SendLimit]>,
): number =>
  Math.min(
    ...Array.from(policies, ([name, { quota, mode, allow = [] }]) => {
      // Who stands on an allow list is not counted: for him there is no such limit.
      const isForAll = isSendLimit(name) && mode === "enforce" && allow.length === 0;
      return isForAll ? mostPerDay(quota) : Number.POSITIVE_INFINITY;
    }),
  );

/** One line for each probability of one address that is above the maximum (0 to 1); none when all hold. */
export function guessBoundViolations(bound: GuessBound & OtpGuessBound, max: number): string[] {
  const limited = [
    ["the chance to guess one address' code", bound.addressProbability],
    ["the chance to guess one address' long code in a day", bound.longProbabilityPerDay],
    ["the chance to guess one address' passwordless code in a day", bound.otpProbabilityPerDay],
  ] as const;
  return limited
    .filter(([, probability]) => probability > max)
    .map(
      ([name, probability]) =>
        `${name}, ${formatPercent(probability)}, is above MAX_GUESS_PROBABILITY ${formatPercent(max)}`,
    );
}

/** A probability as a percentage of four significant digits: 0.0009998 is "0.09998 %". */
export const formatPercent = (probability: number): string =>
  `${new Intl.NumberFormat("en", { maximumSignificantDigits: 4 }).format(probability * 100)} %`;
