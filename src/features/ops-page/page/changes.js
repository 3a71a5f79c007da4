import { ask, explainFault, explainProblem, limitPath } from "./api.js";
import { askReason } from "./ask-reason.js";
import { make, part, setStatus } from "./dom.js";
import { differences, isSame } from "./settings.js";
import { count, formatMoment } from "./words.js";

/** @typedef {import("./api.js").Change} Change */
/** @typedef {import("./api.js").Limit} Limit */

/**
 * The history, newest first, each change with a way back.
 * @param {HTMLElement} section
 * @param {(latest?: Limit) => void} onChanged what a limit is now, when that is known
 */
export function createChanges(section, onChanged) {
  const list = part(section, ".change-list");
  const status = part(section, ".status");
  /** @type {Limit[]} */
  let limits = [];
  /** @type {Change[]} */
  let changes = [];
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();

  /** @param {Change} change */
  async function undo(change) {
    const limit = limits.find(({ name }) => name === change.limit);
    if (!limit) return;
    const later = changes.filter((one) => isLater(one, change)).length;
    const reason = await askReason({
      title: `Undo change ${change.version} of ${change.limit}?`,
      text: `It goes back to ${change.previous.quota}, as it was before.${later > 0 ? ` That takes back ${count(later, "later change")} too.` : ""}`,
      action: "Undo",
      reason: `Undo of change ${change.version}: ${change.reason}`.slice(0, 200),
    });
    if (reason === null) return;
    setStatus(status, "busy", "Undoing …");
    try {
      const isDefault = isSame(change.previous, limit.default);
      /** @type {import("./api.js").Answer<Limit>} */
      const answer = await ask(isDefault ? "DELETE" : "PUT", limitPath(limit.name), {
        body: isDefault ? { reason } : { ...change.previous, reason },
        version: limit.version,
      });
      onChanged(answer.ok ? answer.body : undefined);
      if (answer.ok) setStatus(status, "good", `${limit.name} is as it was before.`);
      else
        setStatus(
          status,
          "bad",
          answer.status === 412
            ? "Somebody changed it meanwhile; nothing was undone. The newest is shown now."
            : explainProblem(answer),
        );
    } catch (error) {
      setStatus(status, "bad", `${explainFault(error)} It may have been undone or not.`);
      onChanged();
    }
    status.focus();
  }

  return {
    /** @param {Change[]} latestChanges @param {Limit[]} latestLimits */
    update(latestChanges, latestLimits) {
      [changes, limits] = [latestChanges, latestLimits];
      const wanted = changes.map((change) => {
        const key = `${change.limit} ${change.version} ${change.at}`;
        const item = items.get(key) ?? makeItem(change, limits, () => void undo(change));
        items.set(key, item);
        const limit = limits.find(({ name }) => name === change.limit);
        part(item, "button").hidden = !limit || isSame(limit.settings, change.previous);
        return item;
      });
      // Moving nodes takes the keyboard away from them, so only when something is new.
      if (wanted.some((item, i) => list.children[i] !== item)) list.replaceChildren(...wanted);
      if (changes.length === 0)
        list.replaceChildren(make("li", { class: "empty" }, "Nobody has changed a limit yet."));
    },
  };
}

/** @param {Change} one @param {Change} change */
const isLater = (one, change) => one.limit === change.limit && one.version > change.version;

/** @param {Change} change @param {Limit[]} limits @param {() => void} onUndo */
function makeItem({ version, limit, settings, by, reason, at, previous }, limits, onUndo) {
  const button = make(
    "button",
    { type: "button", "aria-label": `Undo change ${version} of ${limit}` },
    "Undo",
  );
  button.addEventListener("click", onUndo);
  const result = settings ?? limits.find(({ name }) => name === limit)?.default;
  const steps = result ? differences(previous, result).map(makeStep) : [];
  return make(
    "li",
    {},
    make(
      "div",
      { class: "change" },
      make(
        "p",
        { class: "change-head" },
        make("strong", { class: "change-limit" }, limit),
        ` ${by}, `,
        make("time", { datetime: at, title: at }, formatMoment(at)),
      ),
      make("p", { class: "change-reason" }, reason),
      make(
        "ul",
        { class: "steps" },
        ...(settings ? [] : [make("li", {}, "back to default")]),
        ...steps,
      ),
    ),
    button,
  );
}

/** @param {{ label: string, from: string, to: string }} step */
const makeStep = ({ label, from, to }) =>
  make(
    "li",
    {},
    `${label} `,
    make("del", {}, from),
    make("span", { "aria-hidden": "true" }, " → "),
    make("ins", {}, to),
  );
