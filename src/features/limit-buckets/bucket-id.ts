import type { Bucket } from "../../limits/limiter.ts";
import { isPolicyName } from "../../limits/policies.ts";

/** Names a bucket for operators: "activate.ip:kHyL…". */
export const formatBucketId = ({ policy, key }: Bucket): string => `${policy}:${key}`;

/** Reads such a name; null when it is none of a limit. */
export function parseBucketId(id: string): Bucket | null {
  const [, policy = "", key = ""] = /^([a-z.-]+):([\w-]{43})$/.exec(id) ?? [];
  return isPolicyName(policy) ? { policy, key } : null;
}
