import { instantiate, make, part, setText } from "./dom.js";
import { drawGraph } from "./graph.js";
import { createLimitForm } from "./limit-form.js";
import { countsByInWords, differences } from "./settings.js";
import { count, quotaInWords } from "./words.js";

/** @typedef {import("./api.js").Limit} Limit */
/** @typedef {import("./api.js").Traffic} Traffic */

const MODE_WORDS = {
  enforce: "Enforced",
  shadow: "Shadow",
  off: "Off",
  unrouted: "Unused",
};

/**
 * One limit: what it is, what it does now, and its editor.
 * @param {Limit} limit
 * @param {(latest: Limit) => void} onChanged
 */
export function createLimitCard(limit, onChanged) {
  const element = instantiate("limit", limit.name);
  const figure = part(element, "figure");
  const editor = part(element, ".editor");
  /** @type {ReturnType<typeof createLimitForm> | undefined} */
  let form;
  /** @type {Traffic | undefined} */
  let traffic;
  let current = limit;

  function redraw() {
    const series = traffic?.series.find((one) => one.limit === current.name);
    if (traffic && series && current.routes.length > 0)
      drawGraph(figure, series, traffic, current.settings);
  }

  editor.addEventListener("toggle", () => {
    if (!editor.open || form) return;
    form = createLimitForm(current, onChanged);
    editor.append(form.element);
  });
  new ResizeObserver(redraw).observe(part(figure, ".plot"));
  showFacts(element, limit);

  return {
    element,
    /** @param {Limit} latest */
    update(latest) {
      current = latest;
      showFacts(element, latest);
      form?.update(latest);
    },
    /** @param {Traffic} latest */
    showTraffic(latest) {
      traffic = latest;
      redraw();
    },
  };
}

/**
 * Says how many limits wait for a feature; they can be set, and do nothing yet.
 * @param {HTMLElement} details
 * @param {Limit[]} limits
 */
export function showUnrouted(details, limits) {
  const amount = limits.filter(({ routes }) => routes.length === 0).length;
  details.hidden = amount === 0;
  setText(
    part(details, "summary"),
    `${count(amount, "limit")} ${amount === 1 ? "is" : "are"} on no route yet, and ${amount === 1 ? "does" : "do"} nothing`,
  );
}

/** @param {HTMLElement} element @param {Limit} limit */
function showFacts(element, limit) {
  const { name, settings, counts_by, routes, bound } = limit;
  const { mode, quota, candidate } = settings;
  const show = (/** @type {string} */ selector, /** @type {string} */ text) =>
    setText(part(element, selector), text);
  show("h3", name);
  show(".limit-name", name);
  const state = routes.length > 0 ? mode : "unrouted";
  element.dataset.mode = state;
  show(".mode", MODE_WORDS[state] ?? state);
  show(".quota", quotaInWords(quota) ?? quota);
  show(".from-default", describeDefault(limit));
  show(".exceptions", describeExceptions(settings));
  show(".counts", `By ${countsByInWords(counts_by)}`);
  if (part(element, ".routes").childElementCount !== routes.length)
    part(element, ".routes").replaceChildren(...routes.map((route) => make("li", {}, route)));
  show(".bound", routes.length > 0 ? bound : "on no route yet: nothing is counted or refused");
  part(element, ".candidate").hidden = candidate === null;
  show(".candidate", `Candidate: ${quotaInWords(candidate ?? "") ?? candidate}`);
}

/**
 * What the default of the changed settings is; an empty list or no candidate need no word.
 * @param {Limit} limit
 */
function describeDefault({ settings, default: standard }) {
  const parts = differences(settings, standard).filter(({ to }) => to !== "none" && to !== "empty");
  return parts.length === 0
    ? ""
    : `Default: ${parts.map(({ label, to }) => `${label} ${to}`).join(", ")}`;
}

/** @param {import("./api.js").Settings} settings */
function describeExceptions({ allow, when_redis_is_away }) {
  const listed =
    allow.length > 1
      ? `${count(allow.length, "entry", "entries")} of the allow list are`
      : `${allow[0]} is`;
  return [
    ...(allow.length === 0 ? [] : [`${listed} never refused.`]),
    ...(when_redis_is_away === "deny" ? [] : ["Without Redis, requests pass uncounted."]),
  ].join(" ");
}
