import { html } from "hono/html";
import { changePassword } from "../../features/password-change/change-password.ts";
import { confirmPassword } from "../../http/confirm-password.ts";
import { givenPasswordSchema, newPasswordSchema } from "../../http/credential-schemas.ts";
import { originOf } from "../../http/origin.ts";
import { renderPlain } from "../../email/messages/render.ts";
import { readFields } from "../fields.ts";
import { field, submitButton } from "../parts.ts";
import type { Html } from "../site.ts";
import { type AccountForm, doneWith } from "./account-form.ts";
import { type Shown, section } from "./section.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

export const passwordForm: AccountForm = {
  path: "password",
  section: "password",
  fields: { password_incorrect: "current_password", password_refused: "new_password" },
  async act(c, { site, resources }, { caller, form }) {
    const { PASSWORD_MIN: min } = resources.config;
    const locale = site.localeOf(c);
    const read = readFields(
      form,
      {
        current_password: { schema: givenPasswordSchema, saying: "password_incorrect" },
        new_password: {
          schema: newPasswordSchema(min),
          saying: "password_length",
          values: { min: String(min) },
        },
      },
      locale,
    );
    if (!read.ok) return read;
    const { current_password: current, new_password: newPassword } = read.value;
    if (current === newPassword)
      return { errors: { new_password: ACCOUNT_WORDS[locale].password.same } };
    const confirmed = await confirmPassword(c, resources, caller.account, current);
    if (!confirmed.ok) return confirmed;
    const origin = originOf(c, resources.config);
    const changed = await changePassword(resources, caller, { newPassword, origin });
    return changed.ok ? doneWith("password-changed") : changed;
  },
};

export function passwordSection(shown: Shown): Html {
  const { common, site, state } = shown;
  const words = shown.words.password;
  const { PASSWORD_MIN: min } = site.config;
  return section(
    "password",
    shown,
    html`<p>${words.lead}</p>
      <form method="post" action="${site.root}account/password">
        <input
          type="email"
          autocomplete="username"
          value="${shown.caller.account.email}"
          readonly
          hidden
        />
        ${field(common, state, "current_password", {
          label: shown.words.currentPassword,
          type: "password",
          autocomplete: "current-password",
        })}
        ${field(common, state, "new_password", {
          label: words.password,
          type: "password",
          autocomplete: "new-password",
          hint: renderPlain(words.hint, { min: String(min) }),
          minLength: min,
          hasMeter: true,
        })}
        ${submitButton(words.submit)}
      </form>`,
  );
}
