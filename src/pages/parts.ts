import { html } from "hono/html";
import { renderPlain } from "../email/messages/render.ts";
import type { FormState, Html } from "./site.ts";
import type { CommonWords } from "./words/common.ts";

type FieldOptions = {
  label: string;
  type: "text" | "email" | "password";
  autocomplete: string;
  /** In the reader's own direction; addresses, names and codes are written from left to right. */
  isProse?: boolean;
  isRequired?: boolean;
  hint?: string;
  minLength?: number;
  maxLength?: number;
  /** What a mail brought: digits, large and apart. */
  isCode?: boolean;
  /** Beside it stands how hard it is to guess: for a password to come (see meter.js). */
  hasMeter?: boolean;
  /** The field to begin with when nothing is wrong. */
  isFirst?: boolean;
  /** The id of what is read with it, besides its hint and what is wrong. */
  describedBy?: string;
};

/** A labelled field of a form, with what was typed before and what is wrong with it. */
export function field(
  words: CommonWords,
  { values = {}, errors = {} }: FormState,
  name: string,
  options: FieldOptions,
): Html {
  const error = errors[name];
  const [firstWrong] = Object.keys(errors);
  const isFocused = firstWrong === undefined ? options.isFirst === true : firstWrong === name;
  const described = [
    options.describedBy,
    options.hint && `${name}-hint`,
    error && `${name}-error`,
  ].filter(Boolean);
  // What is not there is no attribute: the library leaves out neither undefined nor false.
  const attributes = [
    options.isProse === true ? null : html`dir="ltr"`,
    options.isRequired === false ? null : html`required`,
    options.minLength === undefined ? null : html`minlength="${options.minLength}"`,
    options.maxLength === undefined ? null : html`maxlength="${options.maxLength}"`,
    options.isCode === true ? html`inputmode="numeric" class="code"` : null,
    options.type === "password" ? html`data-show="${words.show}" data-hide="${words.hide}"` : null,
    options.type === "password" ? html`spellcheck="false" autocapitalize="none"` : null,
    options.hasMeter === true ? html`data-meter` : null,
    options.type === "password" ? null : html`value="${values[name] ?? ""}"`,
    described.length > 0 ? html`aria-describedby="${described.join(" ")}"` : null,
    error === undefined ? null : html`aria-invalid="true"`,
    isFocused ? html`autofocus` : null,
  ];
  const input = html`<input
    id="${name}"
    name="${name}"
    type="${options.type}"
    autocomplete="${options.autocomplete}"
    ${attributes.flatMap((each) => (each === null ? [] : [each, " "]))}
  />`;
  return html`<div class="field">
    <label for="${name}">${options.label}</label>
    ${options.type === "password" ? html`<div class="revealed" data-room="${words.show}">${input}</div>` : input}
    ${error === undefined ? "" : html`<p class="error" id="${name}-error">${error}</p>`}
    ${options.hint === undefined ? "" : html`<p class="hint" id="${name}-hint">${options.hint}</p>`}
  </div>`;
}

/** Where the address is asked for. */
export const emailField = (words: CommonWords, state: FormState, isFirst: boolean): Html =>
  field(words, state, "email", {
    label: words.email,
    type: "email",
    autocomplete: "username",
    isFirst,
  });

/** Where somebody gives the password that he has. */
export const passwordField = (
  words: CommonWords,
  state: FormState,
  { name = "password", label = words.password } = {},
): Html => field(words, state, name, { label, type: "password", autocomplete: "current-password" });

/** Where he chooses one, of so many characters at least. */
export const newPasswordField = (
  words: CommonWords,
  state: FormState,
  {
    name = "password",
    label = words.newPassword,
    min,
    isFirst = false,
  }: { name?: string; label?: string; min: number; isFirst?: boolean },
): Html =>
  field(words, state, name, {
    label,
    type: "password",
    autocomplete: "new-password",
    hint: renderPlain(words.newPasswordHint, { min: String(min) }),
    minLength: min,
    hasMeter: true,
    isFirst,
  });

/** Where the code of a mail is typed. */
export const codeField = (
  words: CommonWords,
  state: FormState,
  options: Pick<FieldOptions, "label" | "hint" | "isFirst" | "describedBy">,
): Html =>
  field(words, state, "code", {
    ...options,
    type: "text",
    autocomplete: "one-time-code",
    isCode: true,
  });

/** The button that sends a form. */
export const submitButton = (text: string): Html =>
  html`<div class="buttons"><button type="submit" class="primary">${text}</button></div>`;

/**
 * How it went, where no field is to blame. Its reader is taken there: by itself or, where the page's address ends in a
 * name, by that name, since browsers then look for no other place.
 */
export const statusLine = ({ says }: FormState, name?: string): Html =>
  says === undefined
    ? html``
    : html`<p
        class="status"
        data-kind="${says.kind}"
        role="status"
        tabindex="-1"
        autofocus
        ${name === undefined ? "" : html`id="${name}"`}
      >
        ${says.text}
      </p>`;
