import type { GuessSettings } from "./guess-bound.ts";
import { LIMIT_MODES, type LimitMode, parseQuota, type Quota } from "./quota.ts";

const VERDICTS = ["allowed", "refused", "would_refuse"] as const;
const OUTCOMES = ["activated", "not_activated", null] as const;

export type RecordedPolicy = { quota: Quota; mode: LimitMode };

/** What was in force while traffic was recorded: the first line of a record. */
export type TrafficSettings = {
  policies: ReadonlyMap<string, RecordedPolicy>;
  /** The codes a day follow from the policies. */
  guess: Omit<GuessSettings, "codesPerDay">;
};

/** What one policy decided about one request. The decisions of a request stand next to each other. */
export type TrafficDecision = {
  /** Milliseconds since 1970. */
  time: number;
  request: string;
  policy: string;
  key: string;
  cost: number;
  decision: (typeof VERDICTS)[number];
  /** Stands for the e-mail address; null when the request named none. */
  subject: string | null;
  sends_mail: boolean;
  outcome: (typeof OUTCOMES)[number];
};

/** The record cannot be replayed, and why; for the eyes of an operator. */
export class TrafficError extends Error {
  override readonly name = "TrafficError";
}

type Json = Record<string, unknown>;

const TIME_MAX_MS = 8.64e15;

/** Reads the first line of a record. Throws TrafficError when it is not the settings line. */
export function parseSettings(line: string): TrafficSettings {
  const { type, policies, guess } = parseObject(line);
  if (type !== "settings") throw new TrafficError("the settings line is missing");
  return {
    policies: new Map(
      Object.entries(asObject(policies, "policies")).map(([name, policy]) => [
        name,
        asPolicy(name, asObject(policy, `policies.${name}`)),
      ]),
    ),
    guess: asGuess(asObject(guess, "guess")),
  };
}

/** Reads any further line of a record. Throws TrafficError when it is no whole decision. */
export function parseDecision(line: string): TrafficDecision {
  const given = parseObject(line);
  if (given["type"] !== "decision") throw new TrafficError('its "type" is not "decision"');
  for (const [name, isGood] of DECISION_FIELDS)
    if (!isGood(given[name])) throw new TrafficError(`its "${name}" is missing or wrong`);
  return given as TrafficDecision;
}

const isName = (value: unknown): boolean => typeof value === "string" && value !== "";
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const isOneOf =
  (list: readonly unknown[]) =>
  (value: unknown): boolean =>
    list.includes(value);

// By hand, not by a schema: a record has millions of lines.
const DECISION_FIELDS = Object.entries({
  time: (value) => isCount(value) && (value as number) <= TIME_MAX_MS,
  request: isName,
  policy: isName,
  key: isName,
  cost: isCount,
  decision: isOneOf(VERDICTS),
  subject: (value) => value === null || isName(value),
  sends_mail: (value) => typeof value === "boolean",
  outcome: isOneOf(OUTCOMES),
} satisfies Record<keyof TrafficDecision, (value: unknown) => boolean>);

function parseObject(line: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TrafficError(line === "" ? "it is empty" : "it is no whole JSON object");
  }
  return asObject(value);
}

function asObject(value: unknown, name?: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw new TrafficError(`${name === undefined ? "it" : `its "${name}"`} is no JSON object`);
}

// Names are printed on terminals as they are.
const POLICY_NAME = /^[\w.:+/-]+$/;

function asPolicy(name: string, { quota: text, mode }: Json): RecordedPolicy {
  if (!POLICY_NAME.test(name))
    throw new TrafficError(`${JSON.stringify(name)} cannot be the name of a policy`);
  const quota = typeof text === "string" ? parseQuota(text) : null;
  if (!quota) throw new TrafficError(`the quota of ${name} is not like "5/15m"`);
  const known = LIMIT_MODES.find((each) => each === mode);
  if (!known) throw new TrafficError(`the mode of ${name} is none of ${LIMIT_MODES.join(", ")}`);
  return { quota, mode: known };
}

function asGuess(given: Json): TrafficSettings["guess"] {
  const read = (name: string): number => {
    const value = given[name];
    if (!isCount(value)) throw new TrafficError(`its "guess.${name}" is no positive number`);
    return value as number;
  };
  return {
    digits: read("digits"),
    longDigits: read("longDigits"),
    budget: read("budget"),
    triesPerCode: read("triesPerCode"),
    breakerPerDay: read("breakerPerDay"),
  };
}
