import { count, formatMoment } from "./words.js";

/** @typedef {import("./api.js").Message} Message */

const KINDS = {
  activation_code: "Code",
  already_registered: "Notice of an account",
  password_reset: "Link to a new password",
  password_changed: "Notice of a new password",
  email_change_code: "Code for another address",
  email_taken: "Notice of an address that is taken",
  email_changed: "Notice of another address",
  account_deleted: "Farewell",
};

const STATES = {
  queued: "Waits for a provider",
  sent: "Accepted",
  bounced: "Came back",
  complained: "Marked as spam",
  undeliverable: "Refused for good",
  expired: "Given up as too old",
  suppressed: "Not sent, the address is suppressed",
  dropped: "Dropped by an operator",
  superseded: "Overtaken by a newer one",
};

export const SUPPRESSED_FOR = {
  bounced: "a mail came back",
  complained: "its reader marked one as spam",
};

/** @template {string} Key @param {Record<Key, string>} words @param {string} key */
export const wordFor = (words, key) => words[key] ?? key;

export const kindInWords = (/** @type {Message} */ { kind }) => wordFor(KINDS, kind);
export const stateInWords = (/** @type {Message} */ { state }) => wordFor(STATES, state);

/**
 * When it came to where it is, how often it was tried, and what went wrong.
 * @param {Message} message
 */
export function historyOf({ attempts, provider, last_error, queued_at, settled_at }) {
  const when = settled_at === null ? `since ${formatMoment(queued_at)}` : formatMoment(settled_at);
  const tries = provider === null ? "" : `, last by ${provider}`;
  return `${when} · ${count(attempts, "attempt")}${tries}${last_error === null ? "" : ` · ${last_error}`}`;
}
