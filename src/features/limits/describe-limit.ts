import { formatQuota } from "../../domain/quota.ts";
import type { LivePolicies } from "../../limits/live-policies.ts";
import { POLICIES, type Policy, type PolicyName } from "../../limits/policies.ts";

/** How late a slot of a sliding window is free again: one of its buckets (limits/sliding-window.lua). */
const LATE = 1 / 20;

export type DescribedLimit = {
  name: PolicyName;
  policy: Policy;
  default: Policy;
  version: number;
  routes: string[];
  bound: string;
};

/** A limit as operators see it, with the routes it stands on ("POST /users"). */
export function describeLimit(
  policies: LivePolicies,
  routesOf: ReadonlyMap<PolicyName, string[]>,
  name: PolicyName,
): DescribedLimit {
  const policy = policies.current()[name];
  return {
    name,
    policy,
    default: POLICIES[name],
    version: policies.versionOf(name),
    routes: routesOf.get(name) ?? [],
    bound: describeBound(policy),
  };
}

function describeBound({ quota, mode }: Policy): string {
  if (mode === "off") return "nothing is counted";
  const [, window] = formatQuota(quota).split("/");
  const most = `never more than ${quota.count} in any ${window}`;
  if (mode === "shadow") return `nothing is refused; it would be ${most}`;
  return `${most}; a slot is free again at most ${describeSeconds(quota.windowSeconds * LATE)} late`;
}

const describeSeconds = (seconds: number): string =>
  seconds < 120 ? `${roundTenth(seconds)} s` : `${roundTenth(seconds / 60)} min`;

const roundTenth = (value: number): number => Math.round(value * 10) / 10;
