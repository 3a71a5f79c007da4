import fc from "fast-check";
import { describe, test } from "vitest";
import {
  formatPercent,
  guessBound,
  guessBoundViolations,
  otpGuessBound,
  type GuessSettings,
  type OtpGuessSettings,
} from "../../src/domain/guess-bound.ts";

const DEFAULTS: GuessSettings = {
  digits: 4,
  longDigits: 8,
  budget: 10,
  triesPerCode: 5,
  codesPerDay: 10,
  breakerPerDay: 100,
};

const OTP: OtpGuessSettings = { digits: 8, longDigits: 12, budget: 10, liveCodes: 5 };

const addressPercent = (settings: Partial<GuessSettings>): number =>
  100 * guessBound({ ...DEFAULTS, ...settings }).addressProbability;

describe("the chance that one address is ever guessed", () => {
  // Without a budget, what counts is how many guesses all codes of a pending account bear together.
  test.for([
    { triesPerCode: 5, guesses: 7200, percents: [51.3, 0.717, 0.0072] },
    { triesPerCode: 5, guesses: 50_400, percents: [99.4, 4.92, 0.0504] },
    { triesPerCode: 5, guesses: 50, percents: [0.499, 0.005, 0.00005] },
    { triesPerCode: 5, guesses: 350, percents: [3.44, 0.035, 0.00035] },
    { triesPerCode: 3, guesses: 30, percents: [0.3, 0.003, 0.00003] },
    { triesPerCode: 3, guesses: 15, percents: [0.15, 0.0015, 0.000015] },
    { triesPerCode: 5, guesses: 10, percents: [0.09998, 0.001, 0.00001] },
  ])(
    "is $percents.0 % with $guesses guesses at 4 digits, and less with 6 and 8",
    ({ triesPerCode, guesses, percents }, { expect }) => {
      for (const [i, digits] of [4, 6, 8].entries()) {
        const percent = addressPercent({ digits, triesPerCode, budget: guesses });
        const wanted = percents[i] ?? Number.NaN;
        expect(Math.abs(percent / wanted - 1), `${digits} digits: ${percent} %`).toBeLessThan(0.01);
      }
    },
  );

  test("is 0.09998 % with the defaults", ({ expect }) => {
    expect(formatPercent(guessBound(DEFAULTS).addressProbability)).toBe("0.09998 %");
  });

  test("counts the guesses that are left over for a last code", ({ expect }) => {
    const [all, rest] = [1 - 0.9995 * 0.9998, 2 / 10_000];
    expect(addressPercent({ budget: 7 })).toBeCloseTo(100 * all, 10);
    expect(addressPercent({ budget: 2 })).toBeCloseTo(100 * rest, 10);
  });

  test("is certain when there are as many guesses at a code as codes", ({ expect }) => {
    expect(addressPercent({ digits: 1, triesPerCode: 10, budget: 10 })).toBe(100);
    expect(addressPercent({ digits: 1, triesPerCode: 30, budget: 20 })).toBe(100);
  });

  const settings = fc.record({
    digits: fc.integer({ min: 1, max: 9 }),
    triesPerCode: fc.integer({ min: 1, max: 50 }),
    budget: fc.integer({ min: 1, max: 100_000 }),
  });

  test("is at most budget / codes", ({ expect }) => {
    fc.assert(
      fc.property(settings, (given) => {
        const { addressProbability } = guessBound({ ...DEFAULTS, ...given });
        expect(addressProbability).toBeGreaterThan(0);
        expect(addressProbability).toBeLessThanOrEqual(
          Math.min(1, given.budget / 10 ** given.digits),
        );
      }),
    );
  });

  test("is not lifted above that by rounding", ({ expect }) => {
    const bound = guessBound({ ...DEFAULTS, digits: 2, triesPerCode: 24, budget: 24 });
    expect(bound.addressProbability).toBe(0.24);
  });

  test("never falls with the budget, and never rises with the digits", ({ expect }) => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 1000 }), (given, more) => {
        const percent = addressPercent(given);
        // Two roundings of a nearly certain guess may differ in the last place.
        const most = percent * (1 + 1e-12);
        expect(
          addressPercent({ ...given, budget: given.budget + more }) * (1 + 1e-12),
        ).toBeGreaterThanOrEqual(percent);
        expect(addressPercent({ ...given, digits: given.digits + 1 })).toBeLessThanOrEqual(most);
      }),
    );
  });
});

test("long codes and sprays follow from the codes and wrong guesses of a day", ({ expect }) => {
  const { longProbabilityPerDay, sprayHitsPerDay } = guessBound(DEFAULTS);
  expect(longProbabilityPerDay).toBeCloseTo(50 / 1e8, 15);
  expect(sprayHitsPerDay).toBeCloseTo(0.01, 10);
});

test("without a limit of codes a long code is sure to be guessed", ({ expect }) => {
  const bound = guessBound({ ...DEFAULTS, codesPerDay: Number.POSITIVE_INFINITY });
  expect(bound.longProbabilityPerDay).toBe(1);
});

describe("the chance that a passwordless code of one address is guessed in a day", () => {
  test("is 0.00005 % with the defaults, and 0.05 % at most with any", ({ expect }) => {
    const percent = (over: Partial<OtpGuessSettings>): string =>
      formatPercent(otpGuessBound({ ...OTP, ...over }).otpProbabilityPerDay);
    expect(percent({})).toBe("0.00005 %");
    expect(percent({ digits: 6 })).toBe("0.005 %");
    expect(percent({ digits: 6, budget: 100 })).toBe("0.05 %");
    expect(percent({ digits: 1, budget: 100 })).toBe("100 %");
  });

  test("is above what guesses without repetition reach, each at all live codes", ({ expect }) => {
    // Of 10 codes, 3 live and drawn apart, 2 guesses hit none with (8/10)³.
    const { otpProbabilityPerDay } = otpGuessBound({ ...OTP, digits: 1, budget: 2, liveCodes: 3 });
    expect(otpProbabilityPerDay).toBeCloseTo(0.6, 12);
    expect(otpProbabilityPerDay).toBeGreaterThan(1 - 0.8 ** 3);
  });

  test("is small of a million guesses at long ones, and those of a spray are counted", ({
    expect,
  }) => {
    const { otpLongProbabilityPerMillion, otpHitsPerMillion } = otpGuessBound(OTP);
    expect(otpLongProbabilityPerMillion).toBeCloseTo(0.000_005, 12);
    expect(otpHitsPerMillion).toBeCloseTo(0.05, 12);
  });
});

describe("a maximum", () => {
  const bound = (
    over: Partial<GuessSettings> = {},
    otp: Partial<OtpGuessSettings> = {},
  ): Parameters<typeof guessBoundViolations>[0] => ({
    ...guessBound({ ...DEFAULTS, ...over }),
    ...otpGuessBound({ ...OTP, ...otp }),
  });

  test("holds with the defaults, and at its very value", ({ expect }) => {
    expect(guessBoundViolations(bound(), 0.001)).toEqual([]);
    expect(guessBoundViolations(bound({ triesPerCode: 10 }), 0.001)).toEqual([]);
    expect(guessBoundViolations(bound({}, { digits: 6, budget: 200 }), 0.001)).toEqual([]);
  });

  test("is missed by name and number, a line each", ({ expect }) => {
    const loose = bound({ budget: 50, codesPerDay: 1e6 }, { digits: 6, budget: 300 });
    expect(guessBoundViolations(loose, 0.001)).toEqual([
      "the chance to guess one address' code, 0.4989 %, is above MAX_GUESS_PROBABILITY 0.1 %",
      "the chance to guess one address' long code in a day, 5 %, is above MAX_GUESS_PROBABILITY 0.1 %",
      "the chance to guess one address' passwordless code in a day, 0.15 %, is above MAX_GUESS_PROBABILITY 0.1 %",
    ]);
  });
});
