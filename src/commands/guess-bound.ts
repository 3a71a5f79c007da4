import { loadCodeConfig } from "../config.ts";
import { formatPercent } from "../domain/guess-bound.ts";
import { checkGuessBound } from "../guess-safety.ts";
import { POLICIES } from "../limits/policies.ts";

/**
 * Prints how likely a code is guessed with the environment's settings and the default limits. Returns the exit code:
 * 1 when it is above MAX_GUESS_PROBABILITY. Throws ConfigError.
 */
export function printGuessBound(environment: Record<string, string | undefined>): number {
  const config = loadCodeConfig(environment);
  const { settings, otpSettings, bound, violations } = checkGuessBound(config, POLICIES);
  const rows = [
    [
      `one address, ever, at ${settings.digits} digits`,
      formatPercent(bound.addressProbability),
      `${settings.budget} wrong guesses, ${settings.triesPerCode} a code`,
    ],
    [
      `after that, a day, at ${settings.longDigits} digits`,
      formatPercent(bound.longProbabilityPerDay),
      `${settings.codesPerDay} codes`,
    ],
    [
      "accounts hit by a spray, a day",
      String(bound.sprayHitsPerDay),
      `${settings.breakerPerDay} wrong codes`,
    ],
    [
      `passwordless, a day, at ${otpSettings.digits} digits`,
      formatPercent(bound.otpProbabilityPerDay),
      `${otpSettings.budget} wrong guesses, each at ${otpSettings.liveCodes} codes`,
    ],
    ["accounts hit by a million of them", String(bound.otpHitsPerMillion), "over all addresses"],
    [
      `a million guesses at ${otpSettings.longDigits} digits`,
      formatPercent(bound.otpLongProbabilityPerMillion),
      `each at ${otpSettings.liveCodes} codes`,
    ],
    ["MAX_GUESS_PROBABILITY", formatPercent(config.MAX_GUESS_PROBABILITY), ""],
  ];
  for (const [name = "", value = "", from = ""] of rows)
    process.stdout.write(`${name.padEnd(33)} ${value.padStart(10)}  ${from}`.trimEnd() + "\n");
  for (const line of violations) process.stderr.write(`guess-bound: ${line}\n`);
  return violations.length > 0 ? 1 : 0;
}
