import { make } from "./dom.js";
import { readChanges } from "./readings.js";
import { differences } from "./settings.js";

/** @typedef {import("./api.js").Settings} Settings */

/**
 * What somebody else has set meanwhile, beside what was typed here.
 * @param {import("./api.js").Limit} theirs
 * @param {Settings} typed
 * @param {() => void} onTake
 */
export async function makeConflict({ name, version, settings }, typed, onTake) {
  const author = await findAuthor(name, version);
  const rows = differences(settings, typed);
  const take = make("button", { type: "button", class: "take" }, "Take theirs");
  take.addEventListener("click", onTake);
  return make(
    "div",
    { class: "notice warn" },
    make("p", {}, author),
    ...(rows.length === 0
      ? [make("p", {}, "It is the same as what you typed.")]
      : [makeTable(rows), make("p", {}, "Apply again to put yours in its place.")]),
    make("div", { class: "buttons" }, take),
  );
}

/** @param {string} name @param {number} version */
async function findAuthor(name, version) {
  const history = await readChanges().catch(() => []);
  const change = history.find((one) => one.limit === name && one.version === version);
  return change ? `${change.by} changed it: “${change.reason}”` : "Now in force:";
}

/** @param {ReturnType<typeof differences>} rows */
const makeTable = (rows) =>
  make(
    "table",
    {},
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        ...["Setting", "In force now", "You typed"].map((text) =>
          make("th", { scope: "col" }, text),
        ),
      ),
    ),
    make(
      "tbody",
      {},
      ...rows.map(({ label, from, to }) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, label),
          make("td", {}, from),
          make("td", {}, to),
        ),
      ),
    ),
  );
