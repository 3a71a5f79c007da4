import { make } from "./dom.js";
import { count, formatMoment, formatNumber, oneIn } from "./words.js";

/** @typedef {import("./api.js").Replay} Replay */
/** @typedef {import("./api.js").Effect} Effect */

const ROWS = /** @type {const} */ ([
  { key: "refused_requests", label: "Refused requests" },
  { key: "refused_abusers", label: "… by abusers" },
  { key: "refused_users", label: "… by users who later activated" },
  { key: "mails_saved", label: "Mails saved" },
]);

/**
 * What the recorded traffic would have met, in sentences.
 * @param {Replay} replay
 */
export function replayInWords({ requests, from, to, before, after }) {
  if (requests === 0) return "Nothing is recorded yet that could be replayed.";
  const span = from && to ? `, ${formatMoment(from)} to ${formatMoment(to)}` : "";
  const refused = after.refused_requests - before.refused_requests;
  const effect =
    refused === 0
      ? "As many would have been refused as before."
      : `${count(Math.abs(refused), `${refused > 0 ? "more" : "fewer"} request`)} would have been refused.`;
  const users =
    after.refused_users === 0
      ? "None of them was by somebody who later activated."
      : `${count(after.refused_users, "refusal")} would have met somebody who later activated, ${formatNumber(before.refused_users)} before.`;
  return `${count(requests, "request")} replayed${span}. ${effect} ${users}`;
}

/** @param {Replay} replay */
export const makeReplayTable = ({ before, after }) =>
  make(
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
      ...ROWS.map(({ key, label }) =>
        makeRow(
          label,
          formatNumber(before[key]),
          formatNumber(after[key]),
          signed(after[key] - before[key]),
        ),
      ),
      makeRow(
        "Guess bound",
        oneIn(before.guess_bound),
        oneIn(after.guess_bound),
        before.guess_bound === after.guess_bound ? "same" : "changes",
      ),
    ),
  );

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
