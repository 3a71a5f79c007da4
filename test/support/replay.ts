import { parseQuota, type Quota } from "../../src/domain/quota.ts";
import { createReplay, type ReplayResult } from "../../src/domain/replay.ts";
import {
  parseSettings,
  type TrafficDecision,
  type TrafficSettings,
} from "../../src/domain/recorded-traffic.ts";
import { SETTINGS } from "./traffic.ts";

export const REPLAY_START_MS = 1_769_817_600_000;

export type Modes = Record<string, readonly [quota: string, mode: "enforce" | "shadow" | "off"]>;

const settingsOf = (modes: Modes): TrafficSettings =>
  parseSettings(
    JSON.stringify({
      ...SETTINGS,
      policies: Object.fromEntries(
        Object.entries(modes).map(([name, [quota, mode]]) => [name, { quota, mode }]),
      ),
    }),
  );

let requestNumber = 0;

/** One request that is counted by the named policies. */
export function request(
  policies: string[],
  fields: Partial<TrafficDecision> = {},
): TrafficDecision[] {
  const name = `r${++requestNumber}`;
  return policies.map((policy) => ({
    time: REPLAY_START_MS,
    request: name,
    policy,
    key: "k",
    cost: 1,
    decision: "allowed",
    subject: "somebody",
    sends_mail: false,
    outcome: "not_activated",
    ...fields,
  }));
}

export const times = (count: number, make: (i: number) => TrafficDecision[]): TrafficDecision[] =>
  Array.from({ length: count }, (_, i) => make(i)).flat();

/** Replays decisions under some modes and, beside them, with other quotas set. */
export function replay(
  modes: Modes,
  set: Record<string, string>,
  decisions: TrafficDecision[],
): ReplayResult {
  const quotas = new Map(
    Object.entries(set).map(
      ([name, text]) => [name, { quota: parseQuota(text) as Quota }] as const,
    ),
  );
  const run = createReplay({ settings: settingsOf(modes), set: quotas });
  for (const decision of decisions) run.add(decision);
  return run.finish();
}
