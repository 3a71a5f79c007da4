import { makeSvg, part, setText, make } from "./dom.js";
import { count, formatMinute, formatNumber } from "./words.js";

/** @typedef {import("./api.js").Series} Series */

const HEIGHT = 64;
const GAP = 1;
/** A quiet graph keeps some scale, so that a single request does not fill it. */
const TOP_MIN = 4;

/** Each kind has its own texture as well as its colour: solid, hatched, dense, a line. */
const KINDS = [
  { key: "allowed", label: "Allowed" },
  { key: "would_refuse", label: "Would refuse" },
  { key: "refused", label: "Refused" },
  { key: "candidate_refused", label: "Candidate would refuse" },
];
const STACKED = KINDS.slice(0, 3);

/** @param {number[]} values */
export const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * Draws what a limit decided, and says it in words for those who do not see it.
 * @param {HTMLElement} figure
 * @param {Series} series
 * @param {{ step_seconds: number, from: string }} time
 * @param {import("./api.js").Settings} settings
 */
export function drawGraph(figure, series, { step_seconds, from }, { mode, candidate }) {
  const hasCandidate = candidate !== null;
  const svg = part(figure, ".plot svg");
  const width = Math.max(1, Math.round(svg.getBoundingClientRect().width));
  const totals = series.allowed.map((_, i) => sum(STACKED.map(({ key }) => series[key][i] ?? 0)));
  const top = Math.max(TOP_MIN, ...totals, ...(hasCandidate ? series.candidate_refused : []));
  const scale = { stepPx: width / Math.max(1, totals.length), perUnitPx: (HEIGHT - 2) / top };

  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  const floors = totals.map(() => 0);
  svg.replaceChildren(
    makeSvg("path", { class: "grid", d: `M0 1.5h${width}M0 ${HEIGHT / 2}.5h${width}` }),
    ...STACKED.map(({ key }) =>
      makeSvg("path", { ...paint(key), d: columns(series[key], floors, scale) }),
    ),
    makeSvg("path", { class: "baseline", d: `M0 ${HEIGHT - 0.5}h${width}` }),
    ...(hasCandidate
      ? ["line-halo", "line-candidate"].map((name) =>
          makeSvg("path", { class: name, d: steps(series.candidate_refused, scale) }),
        )
      : []),
  );
  setText(part(figure, ".top-of-scale"), `${formatNumber(top)} in ${step_seconds} s`);
  setText(part(figure, ".axis .from"), formatMinute(new Date(from)));

  // What the settings cannot bring about is told only while the time before a change is still in sight.
  const told = {
    allowed: true,
    would_refuse: mode === "shadow",
    refused: mode === "enforce",
    candidate_refused: hasCandidate,
  };
  const shown = KINDS.filter(
    ({ key }) => told[key] || (key !== "candidate_refused" && sum(series[key]) > 0),
  );
  const minutes = Math.round((totals.length * step_seconds) / 60);
  const words = shown.map(
    ({ key, label }) => `${formatNumber(sum(series[key]))} ${label.toLowerCase()}`,
  );
  svg.setAttribute(
    "aria-label",
    `Last ${count(minutes, "minute")}: ${words.join(", ")}. Most in ${step_seconds} seconds: ${formatNumber(Math.max(0, ...totals))}.`,
  );
  showLegend(part(figure, ".legend"), shown, series);
}

/** @param {string} key */
const paint = (key) => ({
  class: `area-${key}`,
  // A pattern named in a style sheet would be looked for in that file.
  ...(key === "would_refuse" ? { fill: "url(#hatch)" } : {}),
});

/**
 * Columns that stand on what is below them; raises the floors for the next kind.
 * @param {number[]} values
 * @param {number[]} floors
 * @param {{ stepPx: number, perUnitPx: number }} scale
 */
function columns(values, floors, { stepPx, perUnitPx }) {
  const widthPx = Math.max(1, stepPx - GAP);
  return values
    .map((value, i) => {
      const floor = floors[i] ?? 0;
      floors[i] = floor + value;
      if (value === 0) return "";
      const [x, y] = [i * stepPx, HEIGHT - 1 - (floor + value) * perUnitPx];
      return `M${round(x)} ${round(y)}h${round(widthPx)}v${round(value * perUnitPx)}h${round(-widthPx)}z`;
    })
    .join("");
}

/**
 * A line of level steps; it leaves out where there is nothing, so as not to hide the ground line.
 * @param {number[]} values
 * @param {{ stepPx: number, perUnitPx: number }} scale
 */
function steps(values, { stepPx, perUnitPx }) {
  const ground = HEIGHT - 1;
  return values
    .map((value, i) => {
      if (value === 0) return "";
      const [x, end, y] = [i * stepPx, (i + 1) * stepPx, ground - value * perUnitPx].map(round);
      const begin = values[i - 1] ? "" : `M${x} ${ground}`;
      return `${begin}V${y}H${end}${values[i + 1] ? "" : `V${ground}`}`;
    })
    .join("");
}

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * @param {Element} legend
 * @param {readonly (typeof KINDS)[number][]} kinds
 * @param {Series} series
 */
function showLegend(legend, kinds, series) {
  const isShown = kinds.every(({ key }, i) => legend.children[i]?.classList.contains(key));
  if (!isShown || legend.childElementCount !== kinds.length)
    legend.replaceChildren(
      ...kinds.map(({ key, label }) =>
        make("li", { class: key }, swatch(key), `${label} `, make("strong", {}, "0")),
      ),
    );
  kinds.forEach(({ key }, i) => {
    const item = part(legend, `li:nth-child(${i + 1})`);
    const total = sum(series[key]);
    item.classList.toggle("none", total === 0);
    setText(part(item, "strong"), formatNumber(total));
  });
}

/** @param {string} key */
function swatch(key) {
  const shape =
    key === "candidate_refused"
      ? makeSvg("path", { class: "line-candidate", d: "M0 6h18" })
      : makeSvg("rect", { ...paint(key), width: 18, height: 12, rx: 2 });
  return makeSvg("svg", { width: 18, height: 12, "aria-hidden": "true" }, shape);
}
