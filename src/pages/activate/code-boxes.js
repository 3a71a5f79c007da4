import { textOf } from "./page.js";

/** Arabic-Indic digits, and those of Persian and Urdu: both rows begin at a multiple of sixteen. */
const OTHER_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** Where short codes are no longer safe. */
const LONG = 8;
const westernOf = (/** @type {string} */ digit) => String(digit.charCodeAt(0) & 15);
const toDigits = (/** @type {string} */ text) =>
  text.replaceAll(OTHER_DIGIT, westernOf).replaceAll(/\D/g, "");

/** A code alone on a line, alone behind a #, or alone among other words. */
const CODES = [
  /^\s*(?:\d[ \u00a0-]?){4}(?:(?:\d[ \u00a0-]?){4})?\s*$/m,
  /#(?:\d{8}|\d{4})(?!\d)/,
  /(?<!\d)(?:\d{8}|\d{4})(?!\d)/,
];

/** The code in what somebody copied, which may be the whole mail; else whatever digits there are. @param {string} text */
function codeIn(text) {
  const western = text.replaceAll(OTHER_DIGIT, westernOf);
  const [found] = CODES.flatMap((code) => code.exec(western)?.[0] ?? []);
  return toDigits(found ?? western);
}

/**
 * Puts a box for each digit in the place of a field, which goes on to be what the form sends.
 * @param {HTMLInputElement} field
 */
export function enableBoxes(field) {
  const [label] = field.labels;
  const group = document.createElement("div");
  group.className = "boxes";
  group.dir = "ltr";
  group.setAttribute("role", "group");
  label.id = "code-label";
  label.htmlFor = "code-1";
  group.setAttribute("aria-labelledby", label.id);
  const described = field.getAttribute("aria-describedby");
  if (described) group.setAttribute("aria-describedby", described);
  const isWrong = field.getAttribute("aria-invalid");
  const { activeElement } = document;
  const hadFocus = activeElement === field || (activeElement === document.body && field.autofocus);
  field.before(group);
  field.type = "hidden";

  /** @type {HTMLInputElement[]} */
  let boxes = [];
  const sync = () => {
    field.value = boxes.map(({ value }) => value).join("");
  };

  /** @param {number} count */
  function setDigits(count) {
    if (count === boxes.length) return;
    // Somebody was quicker than this script.
    const typed = boxes.length === 0 ? toDigits(field.value) : "";
    for (const box of boxes.slice(count)) box.remove();
    boxes = Array.from({ length: count }, (_, i) => boxes[i] ?? newBox(i));
    // One that is moved would lose the cursor.
    group.append(...boxes.slice(group.childElementCount));
    for (const [i, box] of boxes.entries()) {
      if (typed[i]) box.value = typed[i];
      box.ariaLabel = textOf("digit")
        .replace("{{n}}", String(i + 1))
        .replace("{{of}}", String(count));
    }
    sync();
  }

  /** @param {number} i */
  function newBox(i) {
    const box = document.createElement("input");
    box.id = `code-${i + 1}`;
    box.className = "code";
    box.inputMode = "numeric";
    box.required = true;
    // The first one takes a whole code: of a phone's suggestion, or a password manager.
    box.autocomplete = i === 0 ? "one-time-code" : "off";
    if (isWrong) box.setAttribute("aria-invalid", isWrong);
    box.addEventListener("focus", () => box.select());
    box.addEventListener("input", (event) => take(i, event));
    return box;
  }

  /**
   * Puts digits into boxes from one on, and goes to the first that is free behind them.
   * @param {number} from
   * @param {string} digits
   */
  function put(from, digits) {
    const start = digits.length >= boxes.length ? 0 : from;
    for (const [i, digit] of Array.from(digits).entries())
      if (boxes[start + i]) boxes[start + i].value = digit;
    sync();
    boxes[Math.min(start + digits.length, boxes.length - 1)].focus();
  }

  /** @param {number} i @param {InputEvent} event */
  function take(i, event) {
    const typed = toDigits(event.data ?? "");
    // One more key in a box that has a digit replaces it.
    const digits = typed.length === 1 ? typed : toDigits(boxes[i].value);
    boxes[i].value = "";
    if (digits === "") sync();
    else put(i, digits);
  }

  const indexOf = (/** @type {EventTarget} */ target) => boxes.findIndex((box) => box === target);

  group.addEventListener("paste", (event) => {
    event.preventDefault();
    const digits = codeIn(event.clipboardData.getData("text"));
    if (digits.length === LONG) setDigits(LONG);
    if (digits !== "") put(indexOf(event.target), digits);
  });
  group.addEventListener("keydown", (event) => {
    const i = indexOf(event.target);
    if (i === -1 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: boxes.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      boxes[to]?.focus();
    }
    if (event.key === "Backspace" && boxes[i].value === "" && i > 0) {
      event.preventDefault();
      boxes[i - 1].value = "";
      sync();
      boxes[i - 1].focus();
    }
  });

  return {
    setDigits,
    isEmpty: () => field.value === "",
    focus: () => (boxes.find(({ value }) => value === "") ?? boxes.at(-1)).focus(),
    hadFocus,
    /** The code of a link; it says itself how long it is. @param {string} code */
    fill(code) {
      const digits = toDigits(code);
      if (digits.length === LONG) setDigits(LONG);
      put(0, digits);
    },
    clear() {
      for (const box of boxes) box.value = "";
      sync();
    },
  };
}
