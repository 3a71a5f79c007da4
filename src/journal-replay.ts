import { type ReplayResult, createReplay } from "./domain/replay.ts";
import { formatQuota } from "./domain/quota.ts";
import type {
  RecordedPolicy,
  TrafficDecision,
  TrafficSettings,
} from "./domain/recorded-traffic.ts";
import { type Outcome, accept, refuse } from "./domain/failure.ts";
import { guessSettings } from "./guess-safety.ts";
import { UNRECORDED } from "./limits/decisions.ts";
import type { JournalRequest } from "./limits/journal.ts";
import { POLICY_NAMES, type PolicyName, isPolicyName } from "./limits/policies.ts";
import type { Resources } from "./resources.ts";

type ReplayResources = Pick<Resources, "journal" | "policies" | "config">;

/** A request was a user's when its address was activated within that time. */
const OUTCOME_MS = 10 * 60_000;

/** What is in force now: the settings line of an export. */
export function recordedSettings(resources: ReplayResources): TrafficSettings {
  const policies = resources.policies.current();
  const { codesPerDay: _, ...guess } = guessSettings(resources.config, policies);
  return {
    policies: new Map(POLICY_NAMES.map((name) => [name, policies[name]])),
    guess,
  };
}

/** The first line of an export, as `just simulate` reads it. */
export const settingsLine = ({ policies, guess }: TrafficSettings, at: Date): string =>
  JSON.stringify({
    type: "settings",
    at: at.toISOString(),
    policies: Object.fromEntries(
      Array.from(policies, ([name, { quota, mode }]) => [
        name,
        { quota: formatQuota(quota), mode },
      ]),
    ),
    guess,
  });

/** The recorded decisions, oldest first, with what became of each request. Throws UnavailableError without Redis. */
export async function* readDecisions({
  journal,
}: Pick<Resources, "journal">): AsyncGenerator<TrafficDecision & { route: string }> {
  await journal.flush();
  const activations = new Map<string, number[]>();
  for await (const entry of journal.read())
    if ("activated" in entry)
      activations.set(entry.activated, [...(activations.get(entry.activated) ?? []), entry.timeMs]);
  const nowMs = Date.now();
  for await (const entry of journal.read())
    if (!("activated" in entry)) yield* decisionsOf(entry, activations, nowMs);
}

function* decisionsOf(
  { timeMs, requestId, route, subject, sendsMail, decisions }: JournalRequest,
  activations: ReadonlyMap<string, number[]>,
  nowMs: number,
): Generator<TrafficDecision & { route: string }> {
  const wasActivated = (activations.get(subject ?? "") ?? []).some(
    (at) => at >= timeMs && at <= timeMs + OUTCOME_MS,
  );
  const isOpen = nowMs < timeMs + OUTCOME_MS;
  const outcome = wasActivated ? "activated" : isOpen ? null : "not_activated";
  // An entry of another version may name a limit that this one does not have.
  for (const { policy, key, decision } of decisions.filter((one) => isPolicyName(one.policy)))
    yield {
      time: timeMs,
      request: requestId,
      route,
      policy,
      key,
      cost: 1,
      decision,
      subject,
      sends_mail: sendsMail,
      outcome,
    };
}

/**
 * Replays the recorded traffic under the limits in force and, beside them, with some changed. Refuses limits of
 * which nothing was recorded. Throws UnavailableError without Redis.
 */
export async function replayJournal(
  resources: ReplayResources,
  set: ReadonlyMap<PolicyName, Partial<RecordedPolicy>>,
): Promise<Outcome<ReplayResult, "invalid_request">> {
  const settings = recordedSettings(resources);
  const errors = [...set.keys()]
    .filter((name) => UNRECORDED.has(name) || settings.policies.get(name)?.mode === "off")
    .map((field) => ({
      field,
      message: UNRECORDED.has(field)
        ? "counts operators, of whom nothing is recorded to replay"
        : "is off: nothing was recorded to replay",
    }));
  if (errors.length > 0) return refuse("invalid_request", { errors });
  const replay = createReplay({ settings, set });
  for await (const decision of readDecisions(resources)) replay.add(decision);
  return accept(replay.finish());
}
