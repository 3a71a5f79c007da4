import { ask, explainFault, explainProblem } from "./api.js";
import { askReason } from "./ask-reason.js";
import { make, part, setStatus, setText } from "./dom.js";
import { count, formatNumber } from "./words.js";

/** @typedef {import("./api.js").Changed} Changed */

const SHOWN_FIRST = 20;
const SHOWN_MAX = 200;
/** What one call takes of all there are. */
const BATCH = 1000;
const EVER = "1970-01-01T00:00:00Z";

/** @typedef {{ button: string, action: string, busy: string, text: string, ask: (what: string) => string, done: (what: string) => string, none: string }} Action */
/**
 * What is dead, and how it is spoken of.
 * @template {{ id: string }} Item
 * @typedef {{ path: string, one: string, taken: string, actions: { redrive: Action, drop: Action }, useless?: (amount: number) => string, head: (item: Item) => string, details: (item: Item) => string }} Kind
 */

/**
 * What reached nobody, to send it again or to drop it.
 * @template {{ id: string }} Item
 * @param {HTMLElement} panel
 * @param {Kind<Item>} kind
 * @param {() => void} onChanged
 */
export function createDeadLetters(panel, kind, onChanged) {
  const list = part(panel, ".letters");
  const status = part(panel, ".status");
  const all = part(panel, ".all");
  const further = part(panel, ".further");
  /** @type {Map<string, HTMLElement>} */
  let items = new Map();
  let total = 0;
  let limit = SHOWN_FIRST;

  /** @returns {HTMLInputElement[]} */
  const boxes = () => [...items.values()].map((item) => part(item, "input"));
  const showChoice = () => {
    for (const box of boxes()) box.disabled = all.checked;
  };

  /** @param {"redrive" | "drop"} name */
  async function change(name) {
    const words = kind.actions[name];
    const ids = boxes().flatMap((box) => (box.checked ? [box.value] : []));
    const amount = all.checked ? total : ids.length;
    if (amount === 0) {
      setStatus(status, "bad", "Choose at least one first.");
      return;
    }
    const selection = all.checked ? { all_since: EVER } : { ids };
    const { action, text } = words;
    const title = words.ask(count(amount, kind.one));
    const reason = await askReason({ title, text, action });
    if (reason === null) return;
    setStatus(status, "busy", words.busy);
    const sum = { done: 0, superseded: 0, gone: 0 };
    try {
      // As often as what was there needs: what dies again meanwhile is not taken twice.
      for (let rest = amount; rest > 0; rest -= BATCH) {
        /** @type {import("./api.js").Answer<Changed>} */
        const answer = await ask("POST", `${kind.path}/${name}`, {
          body: { ...selection, reason },
        });
        if (!answer.ok) throw new Error(explainProblem(answer));
        const { queued, dropped, left, more } = answer.body;
        sum.done += queued ?? dropped ?? 0;
        sum.superseded = left.superseded ?? 0;
        sum.gone += (left.not_dead ?? left.other ?? 0) + left.unknown;
        if (more === 0) break;
      }
      const done = sum.done > 0 ? words.done(count(sum.done, kind.taken)) : words.none;
      setStatus(status, sum.done > 0 ? "good" : "bad", tell(kind, done, sum));
      all.checked = false;
      for (const box of boxes()) box.checked = false;
    } catch (error) {
      const sofar = sum.done > 0 ? ` Before that: ${formatNumber(sum.done)} done.` : "";
      setStatus(status, "bad", `${explainFault(error)} The list shows what is left.${sofar}`);
    }
    showChoice();
    onChanged();
    status.focus();
  }

  for (const name of /** @type {const} */ (["redrive", "drop"]))
    part(panel, kind.actions[name].button).addEventListener("click", () => void change(name));
  all.addEventListener("change", showChoice);
  further.addEventListener("click", () => {
    limit = SHOWN_MAX;
    onChanged();
  });

  return {
    limit: () => limit,
    /** @param {Item[]} letters the newest @param {string | null} next @param {number} counted all there are */
    update(letters, next, counted) {
      total = Math.max(letters.length, counted);
      setText(part(panel, "h3"), total === 0 ? `No ${kind.one}s` : count(total, kind.one));
      setText(part(panel, ".check span"), total === 1 ? "This one" : `All ${formatNumber(total)}`);
      part(panel, ".buttons").hidden = total === 0;
      const known = items;
      items = new Map(
        letters.map((letter) => [letter.id, known.get(letter.id) ?? makeItem(kind, letter)]),
      );
      const wanted = [...items.values()];
      // Moving nodes takes the keyboard away from them, so only when something is new.
      if (
        list.childElementCount !== wanted.length ||
        wanted.some((item, i) => list.children[i] !== item)
      )
        list.replaceChildren(...wanted);
      showChoice();
      further.hidden = next === null || limit === SHOWN_MAX;
      setText(
        part(panel, ".rest"),
        next !== null && limit === SHOWN_MAX ? `The newest ${SHOWN_MAX} are shown.` : "",
      );
    },
  };
}

/** @param {Pick<Kind<never>, "one" | "useless">} kind @param {string} done @param {{ superseded: number, gone: number }} left */
const tell = ({ one, useless }, done, { superseded, gone }) =>
  [
    done,
    ...(superseded > 0 && useless ? [useless(superseded)] : []),
    ...(gone > 0
      ? [
          `${formatNumber(gone)} ${gone === 1 ? "was" : "were"} no ${one} any more: somebody else was first, perhaps.`,
        ]
      : []),
  ].join(" ");

/**
 * @template {{ id: string }} Item
 * @param {Kind<Item>} kind
 * @param {Item} item
 */
const makeItem = (kind, item) =>
  make(
    "li",
    {},
    make(
      "label",
      { class: "check" },
      make("input", { type: "checkbox", value: item.id }),
      make("span", {}, kind.head(item)),
    ),
    make("p", { class: "fine" }, kind.details(item)),
  );
