import { count, formatMoment } from "./words.js";

/** @typedef {import("./api.js").WebhookEvent} WebhookEvent */

/**
 * Events that the product beside did not take.
 * @type {import("./dead-letters.js").Kind<WebhookEvent>}
 */
export const DEAD_EVENTS = {
  path: "/ops/webhooks",
  one: "dead event",
  taken: "event",
  actions: {
    redrive: {
      button: ".again",
      action: "Send again",
      busy: "Queueing …",
      text: "Under their old ids, by which the product knows those that it took all the same.",
      ask: (what) => `Send ${what} again?`,
      done: (what) => `${what} will be sent again.`,
      none: "Nothing is sent again.",
    },
    drop: {
      button: ".drop",
      action: "Drop",
      busy: "Dropping …",
      text: "The product will never hear of them. They are kept as dropped, and cannot be sent again.",
      ask: (what) => `Drop ${what}?`,
      done: (what) => `${what} dropped.`,
      none: "Nothing was dropped.",
    },
  },
  head: ({ type, created_at }) => `${type} of ${formatMoment(created_at)}`,
  details: ({ attempts, last_error, settled_at }) =>
    `Given up ${settled_at === null ? "" : formatMoment(settled_at)} · ${count(attempts, "attempt")}${last_error === null ? "" : ` · ${last_error}`}`,
};
