import { type GuessBound, codesPerDay, guessBound } from "./guess-bound.ts";
import { createSlidingWindows, type SlidingWindows } from "./sliding-window.ts";
import type { RecordedPolicy, TrafficDecision, TrafficSettings } from "./recorded-traffic.ts";

/** What one set of quotas does to the recorded traffic. */
export type SideResult = {
  refusedRequests: number;
  /** Subjects refused at least once that never activated. */
  refusedAbusers: number;
  /** Subjects refused at least once that activated: people. */
  refusedUsers: number;
  /** Refused requests that were let through when recorded, and sent a mail. */
  mailsSaved: number;
  guessBound: GuessBound;
};

/** All decisions of one request, in their order, and what follows from them together. */
export type TrafficRequest = {
  decisions: TrafficDecision[];
  subject: string | null;
  wasRefused: boolean;
  sendsMail: boolean;
};

/** The traffic under one set of quotas. */
export type Side = {
  /** Counts a request under its policies and tells whether it is refused; then it has spent nothing. */
  take(request: TrafficRequest): boolean;
  /** Requests that the policy refused, or in shadow mode would have. */
  refusedBy(policy: string): number;
  read(activated: ReadonlySet<string>): SideResult;
};

type Policy = { isEnforced: boolean; windows: SlidingWindows; refused: number };

export function createSide({ policies: recorded, guess }: TrafficSettings): Side {
  const policies = new Map(
    Array.from(recorded, ([name, { quota, mode }]): [string, Policy] => [
      name,
      { isEnforced: mode === "enforce", windows: createSlidingWindows(quota), refused: 0 },
    ]),
  );
  const refusedSubjects = new Set<string>();
  let refusedRequests = 0;
  let mailsSaved = 0;

  function spendAll(decisions: TrafficDecision[]): boolean {
    let isRefused = false;
    const spent: TrafficDecision[] = [];
    for (const decision of decisions) {
      const policy = policies.get(decision.policy);
      if (!policy) continue;
      if (policy.windows.spend(decision.key, decision.time, decision.cost).isAllowed)
        spent.push(decision);
      else {
        policy.refused++;
        isRefused ||= policy.isEnforced;
      }
    }
    if (isRefused)
      for (const { policy, key, time, cost } of spent)
        policies.get(policy)?.windows.refund(key, time, cost);
    return isRefused;
  }

  return {
    take({ decisions, subject, wasRefused, sendsMail }) {
      const isRefused = spendAll(decisions);
      if (isRefused) {
        refusedRequests++;
        if (sendsMail && !wasRefused) mailsSaved++;
        if (subject !== null) refusedSubjects.add(subject);
      }
      return isRefused;
    },

    refusedBy: (policy) => policies.get(policy)?.refused ?? 0,

    read(activated) {
      let refusedUsers = 0;
      for (const subject of refusedSubjects) if (activated.has(subject)) refusedUsers++;
      return {
        refusedRequests,
        refusedAbusers: refusedSubjects.size - refusedUsers,
        refusedUsers,
        mailsSaved,
        guessBound: guessBound({ ...guess, codesPerDay: codesPerDay(recorded) }),
      };
    },
  };
}

/** The settings with some policies changed. */
export const withChanges = (
  settings: TrafficSettings,
  changes: ReadonlyMap<string, Partial<RecordedPolicy>>,
): TrafficSettings => ({
  ...settings,
  policies: new Map(
    Array.from(settings.policies, ([name, policy]) => [name, { ...policy, ...changes.get(name) }]),
  ),
});
