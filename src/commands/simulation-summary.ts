import { formatPercent } from "../domain/guess-bound.ts";
import type { ReplayResult } from "../domain/replay.ts";
import type { SideResult } from "../domain/replay-side.ts";

/** One line of a table: what is told, and how it stands with the enforced and with the candidate quotas. */
export type SummaryRow = { name: string; note: string; before: string; after: string };

const formatCount = (count: number): string => new Intl.NumberFormat("en").format(count);

const ROWS: { name: string; note: string; read(side: SideResult): string }[] = [
  {
    name: "requests refused",
    note: "all requests that get a 429 from a limit",
    read: (side) => formatCount(side.refusedRequests),
  },
  {
    name: "abusers refused",
    note: "addresses refused at least once that never activated",
    read: (side) => formatCount(side.refusedAbusers),
  },
  {
    name: "users refused",
    note: "addresses refused at least once that activated: real people",
    read: (side) => formatCount(side.refusedUsers),
  },
  {
    name: "mails saved",
    note: "refused requests that were let through and sent a mail",
    read: (side) => formatCount(side.mailsSaved),
  },
  {
    name: "guess, one address",
    note: "chance that the code of one address is ever guessed",
    read: (side) => formatPercent(side.guessBound.addressProbability),
  },
  {
    name: "long code, a day",
    note: "chance that its long code is guessed in a day of trying",
    read: (side) => formatPercent(side.guessBound.longProbabilityPerDay),
  },
  {
    name: "spray hits, a day",
    note: "accounts hit by guesses spread over all addresses, on average",
    read: (side) => String(side.guessBound.sprayHitsPerDay),
  },
];

export const summaryRows = ({ before, after }: ReplayResult): SummaryRow[] =>
  ROWS.map(({ name, note, read }) => ({ name, note, before: read(before), after: read(after) }));

/** What the candidate changes: "activate.ip 30/1m → 10/1m". */
export function changes({ policies }: ReplayResult): string {
  const changed = policies.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return "nothing: the candidate is what was enforced";
  return changed.map(({ policy, before, after }) => `${policy} ${before} → ${after}`).join(", ");
}

/** How much was replayed, and from when to when. */
export function extent({ requests, decisions, from, to }: ReplayResult): string {
  const size = `${formatCount(requests)} requests, ${formatCount(decisions)} decisions`;
  return from === null || to === null ? size : `${size}, ${minuteOf(from)} to ${minuteOf(to)} UTC`;
}

/** How well the replay of the recorded quotas fits what was recorded. */
export function fidelity({ before, refusedWhenRecorded }: ReplayResult): string {
  const [recorded, replayed] = [refusedWhenRecorded, before.refusedRequests].map(formatCount);
  return `When recorded, ${recorded} requests were refused; the replay of the same quotas refuses ${replayed}.`;
}

/** "2026-01-31 08:05" */
export const minuteOf = (at: string): string => at.slice(0, 16).replace("T", " ");
