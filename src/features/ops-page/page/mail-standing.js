import { part, setText } from "./dom.js";
import { waitingInWords } from "./mail-words.js";
import { makeStanding } from "./standing.js";
import { count, formatMoment, quotaInWords, spanInWords } from "./words.js";

/** @typedef {import("./api.js").Mail} Mail */
/** @typedef {import("./api.js").Provider} Provider */

/** A code is asked for again long before it is this old. */
const LATE_SECONDS = 120;

/**
 * @param {HTMLElement} tile
 * @param {Mail} mail
 */
export function showPost(tile, { queue, providers, dead_letters }) {
  const isUp = providers.some(({ state }) => state === "closed");
  const isLate = queue.oldest_seconds > LATE_SECONDS;
  tile.dataset.kind = isUp && !isLate ? "good" : "bad";
  setText(
    part(tile, ".figure"),
    queue.length === 0 ? "None waits" : count(queue.length, "waits", "wait"),
  );
  const [first] = providers;
  const failing = providers.filter(({ state }) => state !== "closed").map(({ name }) => name);
  setText(
    part(tile, ".meaning"),
    [
      queue.length === 0 ? "" : `The oldest has waited for ${spanInWords(queue.oldest_seconds)}.`,
      failing.length === 0
        ? `${first && providers.length === 1 ? first.name : "Every provider"} takes mail.`
        : `${failing.join(" and ")} ${failing.length === 1 ? "does" : "do"} not take mail${isUp ? "; the others do" : ""}.`,
    ].join(" "),
  );
  const dead = dead_letters.undeliverable + dead_letters.expired;
  setText(part(tile, "a"), dead === 0 ? "No dead letters" : count(dead, "dead letter"));
}

/**
 * @param {HTMLElement} section
 * @param {Mail} mail
 */
export function showProviders(section, { queue, providers, suppressed_addresses }) {
  const list = part(section, ".providers");
  const items = providers.map(makeProvider);
  // Nothing in it can be operated, so that it can be drawn anew.
  list.replaceChildren(...items);
  const waiting =
    queue.length === 0
      ? "No mail waits."
      : `${waitingInWords(queue.by_kind)} ${queue.length === 1 ? "waits" : "wait"}, the oldest for ${spanInWords(queue.oldest_seconds)}.`;
  const suppressed =
    suppressed_addresses === 0
      ? "No address is suppressed."
      : `${count(suppressed_addresses, "address is", "addresses are")} suppressed: nothing is sent there.`;
  setText(part(section, ".queue"), `${waiting} ${suppressed}`);
}

/** @param {Provider} provider */
function makeProvider(provider) {
  const { quota, last_accepted_at } = provider;
  const last =
    last_accepted_at === null
      ? "It accepted none since this instance started"
      : `It last accepted one at ${formatMoment(last_accepted_at)}`;
  const share = quota === null ? "" : ` · quota ${quotaInWords(quota) ?? quota}`;
  return makeStanding(provider, "Takes mail", last + share);
}
