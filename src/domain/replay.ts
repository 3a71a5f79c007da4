import { formatQuota } from "./quota.ts";
import { createSide, type SideResult, type TrafficRequest, withChanges } from "./replay-side.ts";
import { createTimeline, type TimelinePoint } from "./timeline.ts";
import {
  type RecordedPolicy,
  type TrafficDecision,
  TrafficError,
  type TrafficSettings,
} from "./recorded-traffic.ts";

export type ReplayedPolicy = {
  policy: string;
  mode: string;
  before: string;
  after: string;
  /** Requests that the policy refuses, or in shadow mode would refuse. */
  refusedBefore: number;
  refusedAfter: number;
};

export type ReplayResult = {
  requests: number;
  decisions: number;
  /** The first and the last decision (RFC 3339, UTC); null when there is none. */
  from: string | null;
  to: string | null;
  /** Requests that were refused when recorded: what `before` should come to. */
  refusedWhenRecorded: number;
  before: SideResult;
  after: SideResult;
  policies: ReplayedPolicy[];
  /** The length of a step of the timeline. */
  stepMs: number;
  timeline: TimelinePoint[];
};

export type Replay = {
  /** Takes the next decision. Throws TrafficError when its policy is not in the settings. */
  add(decision: TrafficDecision): void;
  /** Ends the last request and tells the result; nothing can be added after it. */
  finish(): ReplayResult;
};

export type ReplayOptions = {
  settings: TrafficSettings;
  /** What is changed of some policies. */
  set: ReadonlyMap<string, Partial<RecordedPolicy>>;
};

/**
 * Replays recorded traffic, decision by decision, under the recorded quotas and, beside them, with others. Keeps live
 * windows and the subjects that activated or were refused. Throws TrafficError for a quota that would change nothing.
 */
export function createReplay({ settings, set }: ReplayOptions): Replay {
  for (const name of set.keys()) checkReplayable(settings, name);
  const candidate = withChanges(settings, set);
  const before = createSide(settings);
  const after = createSide(candidate);
  const timeline = createTimeline();
  const activated = new Set<string>();
  let requests = 0;
  let decisions = 0;
  let refusedWhenRecorded = 0;
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  let current: TrafficDecision[] = [];

  function endRequest(): void {
    const [first] = current;
    if (!first) return;
    const request = summarise(current);
    requests++;
    if (request.wasRefused) refusedWhenRecorded++;
    timeline.add(first.time, before.take(request), after.take(request));
    current = [];
  }

  return {
    add(decision) {
      const { policy, time, subject, outcome } = decision;
      if (!settings.policies.has(policy))
        throw new TrafficError(`its policy ${JSON.stringify(policy)} is not in the settings line`);
      if (current[0]?.request !== decision.request) endRequest();
      current.push(decision);
      decisions++;
      fromMs = Math.min(fromMs, time);
      toMs = Math.max(toMs, time);
      if (outcome === "activated" && subject !== null) activated.add(subject);
    },

    finish() {
      endRequest();
      const { stepMs, points } = timeline.read();
      return {
        requests,
        decisions,
        from: decisions > 0 ? new Date(fromMs).toISOString() : null,
        to: decisions > 0 ? new Date(toMs).toISOString() : null,
        refusedWhenRecorded,
        before: before.read(activated),
        after: after.read(activated),
        policies: Array.from(settings.policies, ([policy, { quota, mode }]) => ({
          policy,
          mode,
          before: formatQuota(quota),
          after: formatQuota(set.get(policy)?.quota ?? quota),
          refusedBefore: before.refusedBy(policy),
          refusedAfter: after.refusedBy(policy),
        })),
        stepMs,
        timeline: points,
      };
    },
  };
}

function checkReplayable({ policies }: TrafficSettings, name: string): void {
  const policy = policies.get(name);
  if (!policy)
    throw new TrafficError(
      `there is no policy ${name}; there is: ${[...policies.keys()].join(", ")}`,
    );
  if (policy.mode === "off")
    throw new TrafficError(`${name} was off when this was recorded: there is nothing to replay`);
}

function summarise(decisions: TrafficDecision[]): TrafficRequest {
  const request: TrafficRequest = { decisions, subject: null, wasRefused: false, sendsMail: false };
  for (const { subject, decision, sends_mail: sendsMail } of decisions) {
    request.subject ??= subject;
    request.wasRefused ||= decision === "refused";
    request.sendsMail ||= sendsMail;
  }
  return request;
}
