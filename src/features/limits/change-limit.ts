import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { checkGuessBound } from "../../guess-safety.ts";
import { policiesWith } from "../../limits/live-policies.ts";
import {
  POLICIES,
  type Policies,
  type PolicyName,
  type PolicySettings,
} from "../../limits/policies.ts";
import {
  findNewestLimitChanges,
  insertLimitChange,
  lockLimitChanges,
} from "../../postgres/limit-changes.ts";
import { type Queryable, transact } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

type ChangeResources = Pick<Resources, "pool" | "policies" | "limitChanges" | "config" | "log">;

export type LimitChangeRequest = {
  name: PolicyName;
  /** Null: back to the default. */
  settings: PolicySettings | null;
  /** The version that was read, any, or null when the request named no version there can be. */
  ifVersion: number | "any" | null;
  operator: string;
  reason: string;
};

type Refusal = "guess_bound_exceeded" | "precondition_failed" | "invalid_request";

/** Fewer requests of their own, and operators could not put back what they changed. */
const OPS_PER_MINUTE_MIN = 60;

/** Refuses a change that makes codes too easy to guess, with the number, or that would keep operators out. */
export function previewChange(
  config: Resources["config"],
  inForce: Policies,
  { name, settings }: Pick<LimitChangeRequest, "name" | "settings">,
): Outcome<null, "guess_bound_exceeded" | "invalid_request"> {
  if (name === "ops.ip" && settings && !letsOperatorsIn(settings)) {
    const message = `must let operators in: ${OPS_PER_MINUTE_MIN}/1m at least, in minutes or seconds`;
    return refuse("invalid_request", { errors: [{ field: "quota", message }] });
  }
  const changed: Policies = { ...inForce, [name]: { ...POLICIES[name], ...settings } };
  const { violations } = checkGuessBound(config, changed);
  if (violations.length === 0) return accept(null);
  return refuse("guess_bound_exceeded", { detail: violations.join("; ") });
}

const letsOperatorsIn = ({ quota: { count, windowSeconds } }: PolicySettings): boolean =>
  windowSeconds <= 3600 && (count * 60) / windowSeconds >= OPS_PER_MINUTE_MIN;

/**
 * Changes a limit on all instances, within two seconds, and keeps the older version with who changed it and why.
 * Throws UnavailableError when Postgres is away; nothing is changed then.
 */
export async function changeLimit(
  resources: ChangeResources,
  change: LimitChangeRequest,
): Promise<Outcome<null, Refusal>> {
  const { pool, policies, limitChanges, log } = resources;
  const written = await transact(pool, (client) => writeChange(client, resources.config, change));
  if (!written.ok) return written;
  log.info(
    { limit: change.name, version: written.value, operator: change.operator },
    "limit changed",
  );
  await policies.refresh();
  // Only to be quick: whoever does not hear it reads the change within the second.
  limitChanges
    .publish()
    .catch((error: unknown) => log.debug({ err: error }, "a limit change was not announced"));
  return accept(null);
}

// Judged and written under a lock: two changes that are safe one by one may not be together.
async function writeChange(
  client: Queryable,
  config: Resources["config"],
  { name, settings, ifVersion, operator, reason }: LimitChangeRequest,
): Promise<Outcome<number, Refusal>> {
  await lockLimitChanges(client);
  const newest = await findNewestLimitChanges<PolicySettings>(client);
  const previewed = previewChange(config, policiesWith(newest), { name, settings });
  if (!previewed.ok) return previewed;
  const inForce = newest.find(({ policy }) => policy === name)?.version ?? 0;
  if (ifVersion !== "any" && ifVersion !== inForce) return refuse("precondition_failed");
  const version = await insertLimitChange(client, {
    policy: name,
    previousVersion: inForce,
    settings,
    changedBy: operator,
    reason,
  });
  return version === null ? refuse("precondition_failed") : accept(version);
}
