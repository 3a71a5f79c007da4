import { part, setText } from "./dom.js";
import { makeChoice, makeField } from "./field.js";
import { CHOICES, quotaHint } from "./settings.js";

/** @typedef {import("./api.js").Settings} Settings */
/** @typedef {import("./settings.js").Choice} Choice */
/** @typedef {import("./api.js").FieldError} FieldError */

const CHOICE_NAMES = Object.keys(CHOICES);
const TEXT_NAMES = ["quota", "candidate", "allow", "reason"];

/**
 * Adds the fields, and keeps their hints true while somebody types.
 * @param {HTMLElement} form
 * @param {string} prefix begins the ids, which are the document's
 */
export function prepareFields(form, prefix) {
  part(form, ".what").append(
    makeChoice(prefix, "mode", "Mode"),
    makeField(prefix, "quota", "Quota"),
    makeField(prefix, "candidate", "Candidate quota", { isOptional: true }),
  );
  part(form, ".else").append(
    makeChoice(prefix, "when_redis_is_away", "When Redis is away"),
    makeField(prefix, "allow", "Allow list", {
      isOptional: true,
      rows: 4,
      hint: "One a line: a network like 10.0.0.0/8, or an e-mail address. They are not counted here.",
    }),
  );
  part(form, ".why").append(
    makeField(prefix, "reason", "Reason", {
      hint: "For the history; needed to apply, not to try.",
      maxlength: 200,
    }),
  );
  form.addEventListener("input", () => showHints(form));
}

/** @param {HTMLElement} form @param {string} name */
const field = (form, name) => part(form, `[name=${name}]`);

/** @param {HTMLElement} form @param {Choice} choice */
const chosen = (form, choice) => form.querySelector(`[name=${choice}]:checked`)?.value;

/**
 * What is typed now.
 * @param {HTMLElement} form
 * @returns {Settings}
 */
export function readSettings(form) {
  const candidate = field(form, "candidate").value.trim();
  return {
    quota: field(form, "quota").value.trim(),
    mode: chosen(form, "mode") ?? "",
    when_redis_is_away: chosen(form, "when_redis_is_away") ?? "",
    allow: field(form, "allow")
      .value.split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    candidate: candidate === "" ? null : candidate,
  };
}

/** @param {HTMLElement} form */
export const readReason = (form) => field(form, "reason").value.trim();

/**
 * @param {HTMLElement} form
 * @param {Settings} settings
 */
export function fillFields(form, settings) {
  field(form, "quota").value = settings.quota;
  field(form, "candidate").value = settings.candidate ?? "";
  field(form, "allow").value = settings.allow.join("\n");
  for (const choice of CHOICE_NAMES)
    for (const input of form.querySelectorAll(`[name=${choice}]`)) {
      input.checked = input.value === settings[choice];
    }
  showHints(form);
}

/** @param {HTMLElement} form */
export function clearReason(form) {
  field(form, "reason").value = "";
}

/** @param {HTMLElement} form */
function showHints(form) {
  const { quota, candidate, ...settings } = readSettings(form);
  const hint = (/** @type {string} */ name) => part(form, `[id$="-${name}-hint"]`);
  setText(hint("quota"), quotaHint(quota, "Like 5/15m: five in fifteen minutes."));
  setText(
    hint("candidate"),
    quotaHint(
      candidate ?? "",
      "Counted beside the quota, to see in the graph what it would refuse.",
    ),
  );
  for (const choice of CHOICE_NAMES) {
    const option = CHOICES[choice].find(({ value }) => value === settings[choice]);
    setText(hint(choice), option?.meaning ?? "");
  }
}

/**
 * Shows each error at its field and takes the keyboard to the first.
 * Returns the messages of fields that the form does not have.
 * @param {HTMLElement} form
 * @param {FieldError[]} errors
 */
export function showErrors(form, errors) {
  clearErrors(form);
  const rest = [];
  for (const { field: path, message } of errors) {
    // An entry of the list is named allow.2; it is told at the list, with its line.
    const [name = "", index] = path.split(".");
    const place = form.querySelector(`.error[id$="-${CSS.escape(name)}-error"]`);
    if (!place) {
      rest.push(`${path} ${message}`);
      continue;
    }
    const line = index === undefined ? "" : `Line ${Number(index) + 1}: `;
    place.textContent = [place.textContent, `${line}${message}`].filter(Boolean).join("; ");
    for (const input of form.querySelectorAll(`[name=${CSS.escape(name)}]`))
      input.setAttribute("aria-invalid", "true");
  }
  /** @type {HTMLElement | null} */
  const first = form.querySelector("[aria-invalid]:not([type=radio])");
  first?.focus();
  return rest;
}

/** @param {HTMLElement} form */
export function clearErrors(form) {
  for (const place of form.querySelectorAll(".error")) place.textContent = "";
  for (const input of form.querySelectorAll("[aria-invalid]"))
    input.removeAttribute("aria-invalid");
}

/**
 * What somebody has typed since it was filled in, to know whether it may be overwritten.
 * @param {HTMLElement} form
 */
export const fingerprint = (form) =>
  JSON.stringify([
    ...TEXT_NAMES.map((name) => field(form, name).value),
    ...CHOICE_NAMES.map((choice) => chosen(form, choice)),
  ]);
