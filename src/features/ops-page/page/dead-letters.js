import { ask, explainFault, explainProblem } from "./api.js";
import { askReason } from "./ask-reason.js";
import { make, part, setStatus, setText } from "./dom.js";
import { historyOf, kindInWords, stateInWords } from "./mail-words.js";
import { count, formatNumber } from "./words.js";

/** @typedef {import("./api.js").Changed} Changed */
/** @typedef {import("./api.js").DeadLetter} DeadLetter */
/** @typedef {import("./api.js").DeadLetters} DeadLetters */
/** @typedef {import("./api.js").Mail} Mail */

const SHOWN_FIRST = 20;
const SHOWN_MAX = 200;
/** What one call takes of all there are. */
const BATCH = 1000;
const EVER = "1970-01-01T00:00:00Z";

const ACTIONS = {
  redrive: {
    button: ".again",
    action: "Send again",
    busy: "Queueing …",
    text: "Codes go only to people who still wait for one. A provider with idempotency keys delivers none twice.",
    ask: (/** @type {string} */ what) => `Send ${what} again?`,
    done: (/** @type {string} */ what) => `${what} will be sent again.`,
    none: "Nothing is sent again.",
  },
  drop: {
    button: ".drop",
    action: "Drop",
    busy: "Dropping …",
    text: "Nobody will get them. They are kept as dropped, and cannot be sent again.",
    ask: (/** @type {string} */ what) => `Drop ${what}?`,
    done: (/** @type {string} */ what) => `${what} dropped.`,
    none: "Nothing was dropped.",
  },
};

/**
 * The messages that reached nobody, to send them again or to drop them.
 * @param {HTMLElement} panel
 * @param {() => void} onChanged
 */
export function createDeadLetters(panel, onChanged) {
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

  /** @param {keyof typeof ACTIONS} name */
  async function change(name) {
    const words = ACTIONS[name];
    const ids = boxes().flatMap((box) => (box.checked ? [box.value] : []));
    const amount = all.checked ? total : ids.length;
    if (amount === 0) {
      setStatus(status, "bad", "Choose at least one first.");
      return;
    }
    const selection = all.checked ? { all_since: EVER } : { ids };
    const { action, text } = words;
    const title = words.ask(count(amount, "dead letter"));
    const reason = await askReason({ title, text, action });
    if (reason === null) return;
    setStatus(status, "busy", words.busy);
    const sum = { done: 0, superseded: 0, gone: 0 };
    try {
      // As often as what was there needs: what dies again meanwhile is not taken twice.
      for (let rest = amount; rest > 0; rest -= BATCH) {
        /** @type {import("./api.js").Answer<Changed>} */
        const answer = await ask("POST", `/ops/mail/dead-letters/${name}`, {
          body: { ...selection, reason },
        });
        if (!answer.ok) throw new Error(explainProblem(answer));
        const { queued, dropped, left, more } = answer.body;
        sum.done += queued ?? dropped ?? 0;
        sum.superseded = left.superseded ?? 0;
        sum.gone += left.not_dead + left.unknown;
        if (more === 0) break;
      }
      const done = sum.done > 0 ? words.done(count(sum.done, "message")) : words.none;
      setStatus(status, sum.done > 0 ? "good" : "bad", tell(done, sum));
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

  for (const name of Object.keys(ACTIONS))
    part(panel, ACTIONS[name].button).addEventListener("click", () => void change(name));
  all.addEventListener("change", showChoice);
  further.addEventListener("click", () => {
    limit = SHOWN_MAX;
    onChanged();
  });

  return {
    limit: () => limit,
    /** @param {DeadLetters} latest @param {Mail["dead_letters"]} counts */
    update({ dead_letters: letters, next }, { undeliverable, expired }) {
      total = Math.max(letters.length, undeliverable + expired);
      setText(part(panel, "h3"), total === 0 ? "No dead letters" : count(total, "dead letter"));
      setText(part(panel, ".check span"), total === 1 ? "This one" : `All ${formatNumber(total)}`);
      part(panel, ".buttons").hidden = total === 0;
      const known = items;
      items = new Map(
        letters.map((letter) => [letter.id, known.get(letter.id) ?? makeItem(letter)]),
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

/** @param {string} done @param {{ superseded: number, gone: number }} left */
const tell = (done, { superseded, gone }) =>
  [
    done,
    ...(superseded > 0
      ? [
          `${formatNumber(superseded)} ${superseded === 1 ? "is" : "are"} of no use any more: the account is active, or asked for a newer code.`,
        ]
      : []),
    ...(gone > 0
      ? [
          `${formatNumber(gone)} ${gone === 1 ? "was" : "were"} no dead letter any more: somebody else was first, perhaps.`,
        ]
      : []),
  ].join(" ");

/** @param {DeadLetter} letter */
const makeItem = (letter) =>
  make(
    "li",
    {},
    make(
      "label",
      { class: "check" },
      make("input", { type: "checkbox", value: letter.id }),
      make("span", {}, `${kindInWords(letter)} to ${letter.to}`),
    ),
    make("p", { class: "fine" }, `${stateInWords(letter)} · ${historyOf(letter)}`),
  );
