import { make } from "./dom.js";
import { CHOICES } from "./settings.js";

/** @param {string} id */
const makeNotes = (id, hint = "") => [
  make("p", { class: "hint", id: `${id}-hint` }, hint),
  make("p", { class: "error", id: `${id}-error` }),
];

/**
 * A labelled text field with a hint and a place for its error.
 * @param {string} prefix
 * @param {string} name
 * @param {string} label
 * @param {{ isOptional?: boolean, rows?: number, maxlength?: number, hint?: string }} [options] rows: makes it a text area
 */
export function makeField(prefix, name, label, { isOptional = false, rows, maxlength, hint } = {}) {
  const id = `${prefix}-${name}`;
  const optional = isOptional ? [" ", make("span", { class: "optional" }, "optional")] : [];
  return make(
    "div",
    { class: "field" },
    make("label", { for: id }, label, ...optional),
    make(rows === undefined ? "input" : "textarea", {
      id,
      name,
      rows,
      maxlength,
      required: !isOptional,
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${id}-hint ${id}-error`,
    }),
    ...makeNotes(id, hint),
  );
}

/**
 * Radio buttons in a row, with the meaning of the chosen one below.
 * @param {string} prefix
 * @param {import("./settings.js").Choice} choice
 * @param {string} legend
 */
export function makeChoice(prefix, choice, legend) {
  const id = `${prefix}-${choice}`;
  const options = CHOICES[choice].map(({ value, label }) =>
    make(
      "label",
      {},
      make("input", { type: "radio", name: choice, value }),
      make("span", {}, label),
    ),
  );
  return make(
    "fieldset",
    { class: "segments", "aria-describedby": `${id}-hint ${id}-error` },
    make("legend", {}, legend),
    make("div", { class: "options" }, ...options),
    ...makeNotes(id),
  );
}
