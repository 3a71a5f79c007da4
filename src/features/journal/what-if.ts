import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { parseQuota } from "../../domain/quota.ts";
import type { RecordedPolicy } from "../../domain/traffic.ts";
import { type Policies, isPolicyName } from "../../limits/policies.ts";

/** The limits with other quotas, each in its own mode. Refuses what a replay cannot answer, naming each field. */
export function whatIf(
  policies: Policies,
  set: Record<string, string>,
): Outcome<ReadonlyMap<string, RecordedPolicy>, "invalid_request"> {
  const changes = new Map<string, RecordedPolicy>();
  const errors = [];
  for (const [name, text] of Object.entries(set)) {
    const quota = parseQuota(text);
    if (!isPolicyName(name) || !quota)
      errors.push({ field: `set.${name}`, message: "is not a limit with a quota" });
    else if (policies[name].mode === "off")
      errors.push({ field: `set.${name}`, message: "is off: nothing was recorded to replay" });
    else changes.set(name, { quota, mode: policies[name].mode });
  }
  return errors.length > 0 ? refuse("invalid_request", { errors }) : accept(changes);
}
