import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { checkGuessBound } from "../../guess-safety.ts";
import {
  POLICIES,
  type Policies,
  type PolicyName,
  type PolicySettings,
} from "../../limits/policies.ts";
import { insertLimitChange } from "../../postgres/limit-changes.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

type ChangeResources = Pick<Resources, "pool" | "policies" | "limitChanges" | "config" | "log">;

export type LimitChangeRequest = {
  name: PolicyName;
  /** Null: back to the default. */
  settings: PolicySettings | null;
  /** The version that was read, or null when the request named none or no such thing. */
  ifVersion: number | null;
  operator: string;
  reason: string;
};

type Refusal = "guess_bound_exceeded" | "precondition_failed";

/** The limits as they would be after a change. Refuses one that makes codes too easy to guess, with the number. */
export function previewChange(
  resources: Pick<Resources, "policies" | "config">,
  { name, settings }: Pick<LimitChangeRequest, "name" | "settings">,
): Outcome<Policies, "guess_bound_exceeded"> {
  const changed: Policies = {
    ...resources.policies.current(),
    [name]: { ...POLICIES[name], ...settings },
  };
  const { violations } = checkGuessBound(resources.config, changed);
  if (violations.length === 0) return accept(changed);
  return refuse("guess_bound_exceeded", { detail: violations.join("; ") });
}

/**
 * Changes a limit on all instances, within two seconds, and keeps the older version with who changed it and why.
 * Throws UnavailableError when Postgres is away; nothing is changed then.
 */
export async function changeLimit(
  resources: ChangeResources,
  change: LimitChangeRequest,
): Promise<Outcome<null, Refusal>> {
  const { pool, policies, limitChanges, log } = resources;
  await policies.refresh();
  const previewed = previewChange(resources, change);
  if (!previewed.ok) return previewed;
  const { name, settings, ifVersion, operator, reason } = change;
  if (ifVersion !== policies.versionOf(name)) return refuse("precondition_failed");
  const version = await attempt(() =>
    insertLimitChange(pool, {
      policy: name,
      previousVersion: ifVersion,
      settings,
      changedBy: operator,
      reason,
    }),
  );
  if (version === null) return refuse("precondition_failed");
  log.info({ limit: name, version, operator }, "limit changed");
  await policies.refresh();
  // Only to be quick: whoever does not hear it reads the change within the second.
  limitChanges
    .publish()
    .catch((error: unknown) => log.debug({ err: error }, "a limit change was not announced"));
  return accept(null);
}
