/**
 * Codes that prove a new address. An account gets 10 of them a day (email-change.account), and so does an address
 * (send.day): 10 · 5 / 10⁸, a chance of 1 in 2 million a day. The cool-down alone keeps it below 1 in 10,000.
 */
export const EMAIL_CHANGE_CODE = { digits: 8, triesMax: 5, ttlMs: 10 * 60_000 } as const;

/** How long the way back is open, as its notice tells. */
export const UNDO_LIFE_DAYS = 7;
/** The notice may wait a day before somebody takes it. */
export const UNDO_KEPT_DAYS = UNDO_LIFE_DAYS + 1;
