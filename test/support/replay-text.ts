import { parseQuota } from "../../src/domain/quota.ts";
import { type ReplayResult, createReplay } from "../../src/domain/replay.ts";
import { parseDecision, parseSettings } from "../../src/domain/recorded-traffic.ts";

/** Replays an exported record as `just simulate` does, line by line. */
export function replayTraffic(text: string, set: Record<string, string>): ReplayResult {
  const [first = "", ...lines] = text.trimEnd().split("\n");
  const settings = parseSettings(first);
  const quotas = Object.entries(set).map(([name, quota]) => [name, parseQuota(quota)] as const);
  const changed = quotas.flatMap(([name, quota]) => (quota ? [[name, { quota }] as const] : []));
  const replay = createReplay({ settings, set: new Map(changed) });
  for (const line of lines) replay.add(parseDecision(line));
  return replay.finish();
}
