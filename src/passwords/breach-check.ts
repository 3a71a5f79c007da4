import { createHash } from "node:crypto";
import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
  noJitterGenerator,
} from "cockatiel";
import type { Config } from "../config.ts";
import { UnavailableError } from "../domain/failure.ts";
import type { Logger } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { traced } from "../tracing/tracing.ts";

/** Skipped: nobody was asked, because the API did not answer a moment ago. */
export type BreachResult = "breached" | "clear" | "away" | "skipped";

/**
 * Whether a password is known from a data breach. Without an answer it is not, or UnavailableError is thrown: as
 * BREACH_CHECK_WHEN_AWAY says.
 */
export type BreachCheck = (password: string) => Promise<boolean>;

const ASKED = { name: "check breaches", kind: "client" } as const;

type Options = {
  config: Pick<Config, "BREACH_CHECK" | "BREACH_CHECK_URL" | "BREACH_CHECK_WHEN_AWAY">;
  log: Logger;
  metrics: Pick<Metrics, "breachChecks">;
};

/** For connection, headers and body together: somebody waits for it. */
const DEADLINE_MS = 1000;
const FAILURES_MAX = 3;
const FIRST_OPEN_MS = 1000;
const LONGEST_OPEN_MS = 30_000;
const RETRY_AFTER_SECONDS = 5;
/** Of a SHA-1 in hex: what is told to the API. */
const PREFIX_LENGTH = 5;
const SUFFIX = /^[\dA-F]{35}$/;

/**
 * Asks Pwned Passwords, or whatever answers like it, by range: five hex digits of the password's SHA-1 leave the
 * service, shared by hundreds of passwords, and the rest is compared here.
 * https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
 */
export function createBreachCheck({ config, log, metrics }: Options): BreachCheck {
  if (config.BREACH_CHECK === "off") return () => Promise.resolve(false);
  const breaker = createBreaker(log);

  async function ask(password: string): Promise<BreachResult> {
    // One asks whether it is back; nobody else waits for that answer.
    if (breaker.state === CircuitState.HalfOpen) return "skipped";
    try {
      return await breaker.execute(async () =>
        (await traced(ASKED, () => isListed(config.BREACH_CHECK_URL, password)))
          ? "breached"
          : "clear",
      );
    } catch (error) {
      return isBrokenCircuitError(error) ? "skipped" : "away";
    }
  }

  return async (password) => {
    const result = await ask(password);
    metrics.breachChecks.inc({ result });
    // Without its cause: what a server or a driver says could repeat a part of the address, which is the password's.
    if (result !== "breached" && result !== "clear" && config.BREACH_CHECK_WHEN_AWAY === "deny")
      throw new UnavailableError("unavailable", RETRY_AFTER_SECONDS);
    return result === "breached";
  };
}

function createBreaker(log: Logger): CircuitBreakerPolicy {
  const breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(FAILURES_MAX),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: FIRST_OPEN_MS,
      maxDelay: LONGEST_OPEN_MS,
      // The others may be shorter than the deadline. One request an instance is no herd.
      generator: noJitterGenerator,
    }),
  });
  breaker.onBreak(() => log.warn("the breach check is away"));
  breaker.onReset(() => log.info("the breach check is back"));
  return breaker;
}

async function isListed(baseUrl: string, password: string): Promise<boolean> {
  const digest = createHash("sha1").update(password).digest("hex").toUpperCase();
  // Loaded once it is needed: by default nobody is asked.
  const { pwnedPasswordRange } = await import("hibp");
  const counts = await pwnedPasswordRange(digest.slice(0, PREFIX_LENGTH), {
    baseUrl,
    // Answers of one length, so that an onlooker cannot tell the range by it. What is made up has the count 0.
    addPadding: true,
    signal: AbortSignal.timeout(DEADLINE_MS),
    userAgent: "latchkey",
  });
  const suffixes = Object.keys(counts);
  // No range is empty; a page of somebody in between is no answer either.
  if (suffixes.length === 0 || !suffixes.every((suffix) => SUFFIX.test(suffix)))
    throw new Error("not an answer of the API");
  return (counts[digest.slice(PREFIX_LENGTH)] ?? 0) > 0;
}
