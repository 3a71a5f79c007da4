import { make, makeBar, part, setText } from "./dom.js";
import { sum } from "./graph.js";
import { count, formatMinute, formatMoment, formatNumber, oneIn } from "./words.js";

const OWN_LIMIT = "ops.ip";
const REFUSING_MAX = 3;

/**
 * @param {HTMLElement} tile
 * @param {import("./api.js").GuessBound} bound
 */
export function showGuessBound(tile, { address, otp, max, settings }) {
  const { digits, long_digits, budget } = settings;
  tile.dataset.kind = Math.max(address.probability, otp.probability_per_day) > max ? "bad" : "good";
  setText(part(tile, ".figure"), oneIn(address.probability));
  setText(
    part(tile, ".meaning"),
    `However long somebody guesses at one address, the chance to hit a code is ${oneIn(address.probability)} at most: ${count(budget, "wrong code")} of ${digits} digits ${budget === 1 ? "is" : "are"} compared, then its codes get ${long_digits} digits.`,
  );
  setText(
    part(tile, ".passwordless"),
    `Of a passwordless code it is ${oneIn(otp.probability_per_day)} a day: ${count(otp.budget, "wrong code")} of ${otp.digits} digits ${otp.budget === 1 ? "is" : "are"} compared in 24 hours, each with ${count(otp.live_codes, "code")} at most.`,
  );
  setText(part(tile, ".fine"), `Settings that would lift either above ${oneIn(max)} are refused.`);
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
      : "Codes have their usual length. It opens when wrong codes over the whole service pass both bounds, and then every new code has more digits.",
  );
  part(tile, ".gauges").replaceChildren(
    makeGauge("Wrong codes in 24 hours", wrong_codes.day, threshold.day, open),
    makeGauge("Wrong codes in an hour", wrong_codes.hour, threshold.hour, open),
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

/** @param {string} label @param {number} used @param {number} max @param {boolean} isBad */
const makeGauge = (label, used, max, isBad) =>
  make(
    "div",
    {},
    make("dt", {}, label),
    make("dd", {}, `${formatNumber(used)}, bound ${formatNumber(max)}`),
    make("dd", { class: "meter" }, makeBar(used, max, isBad ? "bad" : "warn")),
  );

/**
 * @param {HTMLElement} tile
 * @param {import("./api.js").Traffic} traffic
 */
export function showRecent(tile, { series }) {
  // What the page itself asks would drown a quiet night.
  const others = series.filter(({ limit }) => limit !== OWN_LIMIT);
  const allowed = sum(others.map((one) => sum(one.allowed)));
  const total = (/** @type {"refused" | "would_refuse"} */ key) =>
    sum(series.map((one) => sum(one[key])));
  const [refused, wouldRefuse] = [total("refused"), total("would_refuse")];
  setText(part(tile, ".figure"), `${formatNumber(refused)} refused`);
  setText(
    part(tile, ".meaning"),
    `Out of ${count(allowed + refused + wouldRefuse, "decision")} by all limits together. Limits in shadow mode would have refused ${wouldRefuse === 0 ? "none" : `${formatNumber(wouldRefuse)} more`}.`,
  );
  const refusing = series
    .map(({ limit, refused: steps }) => ({ limit, refusals: sum(steps) }))
    .filter(({ refusals }) => refusals > 0)
    .toSorted((a, b) => b.refusals - a.refusals)
    .slice(0, REFUSING_MAX);
  setText(part(tile, ".fine"), refused > 0 ? "Most by" : "Nobody was turned away.");
  const list = part(tile, ".refusing");
  // Links that somebody may be on stay the same nodes.
  while (list.childElementCount > refusing.length) list.lastElementChild?.remove();
  while (list.childElementCount < refusing.length)
    list.append(make("li", {}, make("a", {}), " ", make("strong")));
  refusing.forEach(({ limit, refusals }, i) => {
    const item = part(list, `li:nth-child(${i + 1})`);
    part(item, "a").setAttribute("href", `#${limit}-title`);
    setText(part(item, "a"), limit);
    setText(part(item, "strong"), formatNumber(refusals));
  });
}
