import type { StoredKey } from "./key-set.ts";

/** How long verifiers elsewhere may keep our key set before they ask again. */
export const KEY_SET_MAX_AGE_SECONDS = 300;
/** How far the clocks of instances, and when they read the keys, may be apart. */
export const CLOCKS_APART_MS = 300_000;
/** So long a new key is published before it signs: no verifier, whatever it keeps, meets a key it does not know. */
export const LEAD_MS = KEY_SET_MAX_AGE_SECONDS * 1000 + CLOCKS_APART_MS;

export type KeyLife<Key> = {
  key: Key;
  state: "coming" | "signs" | "verifies" | "over";
  signsFromMs: number;
  /** Until the last token that it signed is over; Infinity for the newest. */
  goodUntilMs: number;
};

/**
 * What each of several keys does now, the oldest first. A key signs from its lead on until the next one does; the oldest
 * needs no lead, for there is none before it.
 */
export function livesOf<Key extends Pick<StoredKey, "kid" | "createdAtMs">>(
  keys: readonly Key[],
  { nowMs, tokenLifeMs }: { nowMs: number; tokenLifeMs: number },
): KeyLife<Key>[] {
  const inOrder = keys.toSorted(
    // All instances must come to the same order.
    (a, b) => a.createdAtMs - b.createdAtMs || (a.kid < b.kid ? -1 : 1),
  );
  const starts = inOrder.map((key, i) => (i === 0 ? -Infinity : key.createdAtMs + LEAD_MS));
  return inOrder.map((key, i) => {
    const signsFromMs = starts[i] ?? Infinity;
    const endsMs = starts[i + 1] ?? Infinity;
    const goodUntilMs = endsMs + tokenLifeMs + CLOCKS_APART_MS;
    const state =
      nowMs < signsFromMs
        ? "coming"
        : nowMs < endsMs
          ? "signs"
          : nowMs < goodUntilMs
            ? "verifies"
            : "over";
    return { key, state, signsFromMs, goodUntilMs };
  });
}
