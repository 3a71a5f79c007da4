import type { Metrics } from "../metrics.ts";
import type { Decision, Journal, JournalRequest } from "./journal.ts";
import type { Standing } from "./limiter.ts";
import { MAIL_LIMITS, type PolicyName } from "./policies.ts";
import type { Traffic } from "./traffic.ts";
import type { LimitTrips } from "./trips.ts";

/** What the limits said to one request. */
export type DecidedRequest = {
  requestId: string;
  route: string;
  /** The address the request names, as a keyed hash. */
  subject: string | null;
  /** The whole service only watches. */
  isShadow: boolean;
  standings: readonly Standing[];
};

/** Writes decisions down where operators look: metrics, the live graph and the journal; and tells of refusals. */
export type Decisions = { record(request: DecidedRequest): void };

const NEAR = 0.8;
/** Not in the journal: an operators' page that is left open would push everybody else out of it. */
export const UNRECORDED: ReadonlySet<PolicyName> = new Set(["ops.ip"]);

export function createDecisions(
  metrics: Pick<Metrics, "limitDecisions" | "candidateDecisions">,
  traffic: Traffic,
  journal: Journal,
  trips: LimitTrips,
): Decisions {
  return {
    record({ requestId, route, subject, isShadow, standings }) {
      const decisions: JournalRequest["decisions"] = [];
      let sendsMail = false;
      for (const standing of standings) {
        if (standing.mode === "off" || standing.isOnAllowList) continue;
        const { policy, key, isRefusedByCandidate } = standing;
        const decision = decide(standing, isShadow);
        if (MAIL_LIMITS.has(policy)) sendsMail = true;
        if (!UNRECORDED.has(policy)) decisions.push({ policy, key, decision });
        const mode = isShadow ? "shadow" : standing.mode;
        const result = decision === "allowed" && isNear(standing) ? "near" : decision;
        metrics.limitDecisions.inc({ policy, mode, result });
        traffic.count(policy, decision);
        if (decision === "refused") trips.note(standing, route);
        if (isRefusedByCandidate === null) continue;
        metrics.candidateDecisions.inc({
          policy,
          result: isRefusedByCandidate ? "would_refuse" : "allowed",
        });
        if (isRefusedByCandidate) traffic.count(policy, "candidate_refused");
      }
      if (decisions.length === 0) return;
      journal.noteRequest({ timeMs: Date.now(), requestId, route, subject, sendsMail, decisions });
    },
  };
}

function decide({ isRefused, mode }: Standing, isShadow: boolean): Decision {
  if (!isRefused) return "allowed";
  return mode === "enforce" && !isShadow ? "refused" : "would_refuse";
}

const isNear = ({ used, quota }: Standing): boolean => used >= quota.count * NEAR;
