import { quotaInWords } from "./words.js";

/** @typedef {import("./api.js").Settings} Settings */

/** The choices an operator has, with what each means. */
export const CHOICES = {
  mode: [
    { value: "enforce", label: "Enforce", meaning: "Requests above the quota are refused." },
    { value: "shadow", label: "Shadow", meaning: "It counts and tells, but refuses nobody." },
    { value: "off", label: "Off", meaning: "It neither counts nor refuses." },
  ],
  when_redis_is_away: [
    {
      value: "deny",
      label: "Refuse",
      meaning: "Nothing passes uncounted: 503 until Redis is back.",
    },
    { value: "allow", label: "Let through", meaning: "Requests pass uncounted until it is back." },
  ],
};

/** @typedef {keyof typeof CHOICES} Choice */

const COUNTS_BY = {
  ip: "client network",
  address: "e-mail address",
  "ip+address": "e-mail address and client network",
  account: "account",
  device: "known device",
  service: "whole service",
};

/** @param {string} by */
export const countsByInWords = (by) => COUNTS_BY[by] ?? by;

/** @param {Choice} choice @param {string} value */
export const labelOf = (choice, value) =>
  CHOICES[choice].find((option) => option.value === value)?.label ?? value;

const FIELDS = [
  { key: "quota", label: "quota", show: (/** @type {Settings} */ { quota }) => quota },
  {
    key: "mode",
    label: "mode",
    show: (/** @type {Settings} */ { mode }) => labelOf("mode", mode).toLowerCase(),
  },
  {
    key: "candidate",
    label: "candidate",
    show: (/** @type {Settings} */ { candidate }) => candidate ?? "none",
  },
  {
    key: "when_redis_is_away",
    label: "without Redis",
    show: (/** @type {Settings} */ settings) =>
      labelOf("when_redis_is_away", settings.when_redis_is_away).toLowerCase(),
  },
  {
    key: "allow",
    label: "allow list",
    show: (/** @type {Settings} */ { allow }) => (allow.length > 0 ? allow.join(", ") : "empty"),
  },
];

/**
 * Where two settings differ, as text, in the order of the form.
 * @param {Settings} from
 * @param {Settings} to
 */
export const differences = (from, to) =>
  FIELDS.map(({ label, show }) => ({ label, from: show(from), to: show(to) })).filter(
    (field) => field.from !== field.to,
  );

/** @param {Settings} one @param {Settings} other */
export const isSame = (one, other) => differences(one, other).length === 0;

/**
 * A hint below a quota's field, while it is typed.
 * @param {string} text
 * @param {string} whenEmpty
 */
export const quotaHint = (text, whenEmpty) =>
  text === "" ? whenEmpty : (quotaInWords(text) ?? "Write it like 5/15m: five in fifteen minutes.");
