import { count, formatMoment, listInWords } from "./words.js";

/** @typedef {import("./api.js").Message} Message */

const KINDS = {
  activation_code: "Code",
  already_registered: "Notice of an account",
  password_reset: "Link to a new password",
  password_changed: "Notice of a new password",
  email_change_code: "Code for another address",
  email_taken: "Notice of a taken address",
  email_changed: "Notice of another address, with the way back",
  account_deleted: "Farewell",
  otp_code: "Passwordless code",
};

/** In the order they are told. */
const KINDS_THAT_WAIT = [
  { kinds: ["activation_code", "email_change_code", "otp_code"], one: "code" },
  { kinds: ["password_reset"], one: "link to a new password", many: "links to a new password" },
];

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
/**
 * "2 codes, 1 link to a new password and 3 notices"; what is no code and no link is a notice.
 * @param {Record<string, number>} byKind
 */
export function waitingInWords(byKind) {
  const left = new Map(Object.entries(byKind));
  const told = KINDS_THAT_WAIT.map(({ kinds, one, many }) => {
    const amount = kinds.reduce((sum, kind) => sum + (left.get(kind) ?? 0), 0);
    for (const kind of kinds) left.delete(kind);
    return amount === 0 ? [] : [count(amount, one, many)];
  });
  const notices = [...left.values()].reduce((sum, amount) => sum + amount, 0);
  return listInWords([...told.flat(), ...(notices === 0 ? [] : [count(notices, "notice")])]);
}

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
