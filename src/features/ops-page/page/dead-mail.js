import { historyOf, kindInWords, stateInWords } from "./mail-words.js";
import { formatNumber } from "./words.js";

/** @typedef {import("./api.js").DeadLetter} DeadLetter */

const ACTIONS = {
  redrive: {
    button: ".again",
    action: "Send again",
    busy: "Queueing …",
    text: "Codes go only to people who still wait for one. A provider with idempotency keys delivers none twice.",
    ask: (/** @type {string} */ what) => `Send ${what} again?`,
    done: (/** @type {string} */ what) => `${what} will be sent again.`,
    none: "Nothing is sent again.",
  },
  drop: {
    button: ".drop",
    action: "Drop",
    busy: "Dropping …",
    text: "Nobody will get them. They are kept as dropped, and cannot be sent again.",
    ask: (/** @type {string} */ what) => `Drop ${what}?`,
    done: (/** @type {string} */ what) => `${what} dropped.`,
    none: "Nothing was dropped.",
  },
};

/**
 * Messages that reached nobody.
 * @type {import("./dead-letters.js").Kind<DeadLetter>}
 */
export const DEAD_MAIL = {
  path: "/ops/mail/dead-letters",
  one: "dead letter",
  taken: "message",
  actions: ACTIONS,
  useless: (amount) =>
    `${formatNumber(amount)} ${amount === 1 ? "is" : "are"} of no use any more: the account is active, or asked for a newer code, or the code's time is over.`,
  head: (letter) => `${kindInWords(letter)} to ${letter.to}`,
  details: (letter) => `${stateInWords(letter)} · ${historyOf(letter)}`,
};
