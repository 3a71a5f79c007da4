/** What happened to POST /v1/messages since the start. */
export const createStats = () => ({
  received: 0,
  accepted: 0,
  /** Repeats under a known Idempotency-Key. */
  duplicates: 0,
  refused: 0,
  delayed: 0,
  hung: 0,
  stalled: 0,
  dropped: 0,
  /** Delivered once more than they should. */
  doubled: 0,
});

export type Stats = ReturnType<typeof createStats>;
