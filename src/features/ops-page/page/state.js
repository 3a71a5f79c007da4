import { make, makeBar, part, setText } from "./dom.js";
import { sum } from "./graph.js";
import { count, formatMinute, formatMoment, formatNumber, oneIn } from "./words.js";

/**
 * @param {HTMLElement} tile
 * @param {import("./api.js").GuessBound} bound
 */
export function showGuessBound(tile, { address, max, settings }) {
  const { digits, long_digits, budget } = settings;
  tile.dataset.kind = address.probability > max ? "bad" : "good";
  setText(part(tile, ".figure"), oneIn(address.probability));
  setText(
    part(tile, ".meaning"),
    `However long somebody guesses at one address, the chance to hit a code is ${oneIn(address.probability)} at most: ${count(budget, "wrong code")} of ${digits} digits ${budget === 1 ? "is" : "are"} compared, then its codes get ${long_digits} digits.`,
  );
  setText(part(tile, ".fine"), `Settings that would lift it above ${oneIn(max)} are refused.`);
}

/**
 * @param {HTMLElement} tile
 * @param {import("./api.js").Breaker} breaker
 */
export function showBreaker(tile, { open, open_until, wrong_codes, threshold, openings }) {
  tile.dataset.kind = open ? "bad" : "good";
  setText(part(tile, ".figure"), open ? "Open" : "Closed");
  setText(
    part(tile, ".meaning"),
    open
      ? `Too many wrong codes over the whole service: every new code has more digits${open_until === null ? "" : ` until ${formatMinute(new Date(open_until))}`}.`
      : "Wrong codes over the whole service are within bounds; codes have their usual length.",
  );
  part(tile, ".gauges").replaceChildren(
    makeGauge("Wrong codes in 24 hours", wrong_codes.day, threshold.day),
    makeGauge("Wrong codes in an hour", wrong_codes.hour, threshold.hour),
  );
  const list = part(tile, ".openings");
  list.hidden = openings.length === 0;
  setText(part(list, "summary"), `Opened ${count(openings.length, "time")}`);
  part(list, "ul").replaceChildren(
    ...openings.map((opening) =>
      make(
        "li",
        {},
        `${formatMoment(opening.opened_at)} to ${formatMoment(opening.open_until)}: ${count(opening.wrong_codes, "wrong code")}, the threshold was ${formatNumber(opening.threshold)}`,
      ),
    ),
  );
}

/** @param {string} label @param {number} used @param {number} max */
const makeGauge = (label, used, max) =>
  make(
    "div",
    {},
    make("dt", {}, label),
    make("dd", {}, `${formatNumber(used)} of ${formatNumber(max)}`),
    make("dd", { class: "meter" }, makeBar(used, max)),
  );

/**
 * @param {HTMLElement} tile
 * @param {import("./api.js").Traffic} traffic
 */
export function showRecent(tile, { series }) {
  const total = (/** @type {"allowed" | "refused" | "would_refuse"} */ key) =>
    sum(series.map((one) => sum(one[key])));
  const [allowed, refused, wouldRefuse] = [
    total("allowed"),
    total("refused"),
    total("would_refuse"),
  ];
  setText(part(tile, ".figure"), `${formatNumber(refused)} refused`);
  setText(
    part(tile, ".meaning"),
    `Out of ${count(allowed + refused + wouldRefuse, "decision")} by all limits together. Limits in shadow mode would have refused ${formatNumber(wouldRefuse)} more.`,
  );
  const busiest = series.toSorted((a, b) => sum(b.refused) - sum(a.refused))[0];
  setText(
    part(tile, ".fine"),
    busiest && sum(busiest.refused) > 0
      ? `Most by ${busiest.limit}: ${formatNumber(sum(busiest.refused))}.`
      : "Nobody was turned away.",
  );
}
