import { make } from "./dom.js";
import { count, formatMoment, formatNumber, oneIn } from "./words.js";

/** @typedef {import("./api.js").Replay} Replay */
/** @typedef {import("./api.js").Effect} Effect */

const ROWS = [
  { key: "refused_requests", label: "Requests refused by any limit" },
  { key: "refused_abusers", label: "Addresses refused that never activated" },
  { key: "refused_users", label: "Addresses refused that activated later" },
  { key: "mails_saved", label: "Mails saved" },
];

/**
 * What the recorded traffic would have met, in sentences.
 * @param {Replay} replay
 */
export function replayInWords({ requests, from, to, before, after }) {
  if (requests === 0) return "Nothing is recorded yet that could be replayed.";
  const span = from && to ? `, ${formatMoment(from)} to ${formatMoment(to)}` : "";
  const [were, would] = [before.refused_requests, after.refused_requests];
  const more = would - were;
  const effect =
    more === 0
      ? `${would === 0 ? "None" : formatNumber(would)} would have been refused, as before.`
      : `${count(Math.abs(more), `${more > 0 ? "more" : "fewer"} request`)} would have been refused, ${formatNumber(would)} in all.`;
  return `${count(requests, "request")} replayed${span}. ${effect}${usersInWords(before, after)}`;
}

/** @param {Effect} before @param {Effect} after */
function usersInWords(before, after) {
  if (after.refused_requests === 0) return "";
  if (after.refused_users === 0) return " Nobody who later activated is among them.";
  const people = count(after.refused_users, "real user");
  return ` ${people} among them, who activated later; ${formatNumber(before.refused_users)} before.`;
}

/** @param {Replay} replay @param {string} limit the one that is tried */
export function makeReplayTable({ before, after, policies }, limit) {
  const own = policies.find(({ policy }) => policy === limit);
  return make(
    "table",
    {},
    make("caption", {}, "The recorded requests, replayed"),
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        make("td", {}),
        ...["Before", "After", "Change"].map((text) => make("th", { scope: "col" }, text)),
      ),
    ),
    make(
      "tbody",
      {},
      ...(own ? [makeCounts(`Requests over ${limit}`, own.refused_before, own.refused_after)] : []),
      ...ROWS.map(({ key, label }) => makeCounts(label, before[key], after[key])),
      makeRow(
        "Guess bound",
        oneIn(before.guess_bound),
        oneIn(after.guess_bound),
        before.guess_bound === after.guess_bound ? "same" : "changes",
      ),
    ),
  );
}

/** @param {string} label @param {number} before @param {number} after */
const makeCounts = (label, before, after) =>
  makeRow(label, formatNumber(before), formatNumber(after), signed(after - before));

/** @param {string} label @param {...string} cells */
const makeRow = (label, ...cells) =>
  make(
    "tr",
    {},
    make("th", { scope: "row" }, label),
    ...cells.map((text) => make("td", { class: "number" }, text)),
  );

const signed = (/** @type {number} */ value) =>
  value === 0 ? "same" : `${value > 0 ? "+" : "−"}${formatNumber(Math.abs(value))}`;
