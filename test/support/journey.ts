import { FRESH_BUDGET, leaseGuesses, settleLease } from "../../src/domain/guess-budget.ts";
import { type CodePolicy, cooldownLeftMs } from "../../src/domain/one-time-code.ts";
import type { Random } from "./random.ts";

/** What a normal user asks the service for, in the order of his journey. */
export type JourneyRoute =
  | "POST /users"
  | "GET /users/me"
  | "POST /auth/activate"
  | "POST /auth/activation-codes";

/** How a journey ended, and what it took. */
export type Journey = { codes: number; wrong: number; longCodes: number; isRefused: boolean };

type Options = {
  random: Random;
  policy: CodePolicy;
  startMs: number;
  typoShare: number;
  mailMedianMs: number;
  /** Makes a request at a moment; false when a limit refuses it. */
  request(route: JourneyRoute, nowMs: number): boolean;
};

/** Of the logarithm: one mail in 30 takes more than six times the median. */
const MAIL_SPREAD = 1;
const TYPING_MS = { mean: 10_000, deviation: 4000, min: 2000 };
const POLL_MS = 2000;
const CODES_MAX = 50;

/**
 * Somebody registers, waits for his mail, types the code, mistypes it at times, and asks for another when its minute is
 * over or its tries are spent. A late mail of an older code is typed as well, because it looks like the newest.
 */
export function travel({ random, policy, startMs, request, ...habits }: Options): Journey {
  const journey: Journey = { codes: 0, wrong: 0, longCodes: 0, isRefused: false };
  let budget = FRESH_BUDGET;
  let olderMailMs = Number.POSITIVE_INFINITY;
  let nowMs = startMs;

  const mailDelayMs = (): number => habits.mailMedianMs * Math.exp(MAIL_SPREAD * random.normal());
  const typingMs = (): number =>
    Math.max(TYPING_MS.min, TYPING_MS.mean + TYPING_MS.deviation * random.normal());
  function ask(route: JourneyRoute): boolean {
    journey.isRefused ||= !request(route, Math.ceil(nowMs));
    return !journey.isRefused;
  }
  // The page looks how the code stands until there is a mail, or nothing to wait for.
  function waitUntil(untilMs: number): boolean {
    while (nowMs + POLL_MS < untilMs) {
      nowMs += POLL_MS;
      if (!ask("GET /users/me")) return false;
    }
    nowMs = Math.max(nowMs, untilMs);
    return true;
  }

  /** Returns true when the journey is over. */
  function tryCode(): boolean {
    const leaseId = `${++journey.codes}`;
    const { triesMax, budgetMax } = policy;
    budget = leaseGuesses(budget, { leaseId, triesMax, budgetMax });
    if (budget.leased === 0) journey.longCodes++;
    const requestedMs = nowMs;
    const endMs = nowMs + policy.ttlMs;
    const mailMs = nowMs + mailDelayMs();
    let left = budget.leased === 0 ? triesMax : budget.leased;
    let wrong = 0;

    /** Types what he has: null when it decides nothing. */
    function type(isOlderCode: boolean): boolean | null {
      nowMs += typingMs();
      if (!ask("POST /auth/activate")) return true;
      if (nowMs >= endMs) return false;
      if (!isOlderCode && !random.chance(habits.typoShare)) return true;
      wrong++;
      journey.wrong++;
      return --left > 0 ? null : false;
    }

    const olderMs = olderMailMs;
    olderMailMs = mailMs;
    let over: boolean | null = null;
    // What came before he asked again, he knows to be too old.
    if (olderMs > requestedMs && olderMs < Math.min(mailMs, endMs))
      over = waitUntil(olderMs) ? type(true) : true;
    if (over === null && !waitUntil(Math.min(mailMs, endMs))) over = true;
    if (mailMs < endMs) while (over === null) over = type(false);
    if (over) return true;

    budget = settleLease(budget, { leaseId, wrong });
    const standing = { codeSequence: journey.codes, codeRequestedAt: new Date(requestedMs) };
    const deadMs = left > 0 ? Math.max(nowMs, endMs) : nowMs;
    const codeAgeMs = deadMs - requestedMs;
    const isWaiting = waitUntil(deadMs + cooldownLeftMs(policy, { ...standing, codeAgeMs }));
    return !(isWaiting && ask("POST /auth/activation-codes"));
  }

  if (ask("POST /users")) while (!tryCode()) if (journey.codes === CODES_MAX) break;
  return journey;
}
