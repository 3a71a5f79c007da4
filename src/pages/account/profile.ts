import { z } from "@hono/zod-openapi";
import { html } from "hono/html";
import { LOCALES, type Locale } from "../../domain/locale.ts";
import { changeProfile } from "../../features/profile/change-profile.ts";
import { profileSchema } from "../../features/profile/schemas.ts";
import { originOf } from "../../http/origin.ts";
import { readFields } from "../fields.ts";
import { field, submitButton } from "../parts.ts";
import type { Html } from "../site.ts";
import { type AccountForm, doneWith } from "./account-form.ts";
import { type Shown, section } from "./section.ts";

/** As their readers write them. */
const LOCALE_NAMES: Record<Locale, string> = {
  en: "English",
  fr: "Français",
  de: "Deutsch",
  es: "Español",
  ar: "العربية",
};

const FIELDS = {
  username: {
    // A field that is left empty has no value: it takes the name away.
    schema: z
      .string()
      .transform((text) => (text === "" ? null : text))
      .pipe(profileSchema.shape.username.unwrap()),
    saying: "username_invalid",
  },
  locale: { schema: z.enum(LOCALES), saying: "invalid_request" },
} as const;

export const profileForm: AccountForm = {
  path: "profile",
  section: "profile",
  fields: { username_taken: "username" },
  kept: ["username", "locale"],
  async act(c, { site, resources }, { caller: { account }, form }) {
    const read = readFields(form, FIELDS, site.localeOf(c));
    if (!read.ok) return read;
    const origin = originOf(c, resources.config);
    const changed = await changeProfile(resources, { account, profile: read.value, origin });
    return changed.ok ? doneWith("profile-saved") : changed;
  },
};

export function profileSection(shown: Shown): Html {
  const { common, site, state } = shown;
  const words = shown.words.profile;
  const { username, locale } = shown.caller.account;
  const values = { username: username ?? "", locale, ...state.values };
  const error = state.errors?.["locale"];
  return section(
    "profile",
    shown,
    html`<form method="post" action="${site.root}account/profile">
      ${field(common, { ...state, values }, "username", {
        label: words.username,
        type: "text",
        autocomplete: "nickname",
        isRequired: false,
        hint: words.usernameHint,
        maxLength: 32,
      })}
      <div class="field">
        <label for="locale">${words.locale}</label>
        <select
          id="locale"
          name="locale"
          ${error === undefined ? "" : html`aria-invalid="true" aria-describedby="locale-error"`}
        >
          ${LOCALES.map(
            (each) =>
              html`<option
                value="${each}"
                lang="${each}"
                ${each === values.locale ? html`selected` : ""}
              >
                ${LOCALE_NAMES[each]}
              </option>`,
          )}
        </select>
        ${error === undefined ? "" : html`<p class="error" id="locale-error">${error}</p>`}
      </div>
      ${submitButton(shown.words.submit)}
    </form>`,
  );
}
