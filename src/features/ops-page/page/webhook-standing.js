import { part, setText } from "./dom.js";
import { makeStanding } from "./standing.js";
import { count, formatMoment, spanInWords } from "./words.js";

/**
 * @param {HTMLElement} section
 * @param {import("./api.js").Webhooks} webhooks
 */
export function showEndpoint(section, { queue, endpoint }) {
  // Nothing in it can be operated, so that it can be drawn anew.
  part(section, ".providers").replaceChildren(...(endpoint ? [makeEndpoint(endpoint)] : []));
  const waiting =
    queue.length === 0
      ? "No event waits."
      : `${count(queue.length, "event waits", "events wait")}, the oldest for ${spanInWords(queue.oldest_seconds)}.`;
  const nobody = endpoint ? "" : "WEBHOOK_URL is not set: nobody is told of anything. ";
  setText(part(section, ".queue"), nobody + waiting);
}

/** @param {NonNullable<import("./api.js").Webhooks["endpoint"]>} endpoint */
function makeEndpoint(endpoint) {
  const last =
    endpoint.last_delivered_at === null
      ? "It took none since this instance started"
      : `It last took one at ${formatMoment(endpoint.last_delivered_at)}`;
  return makeStanding({ ...endpoint, name: "WEBHOOK_URL" }, "Takes events", last);
}
