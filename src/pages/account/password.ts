import { html } from "hono/html";
import { changePassword } from "../../features/password-change/change-password.ts";
import { PASSWORD_CHECK, confirmPassword } from "../../http/confirm-password.ts";
import { originOf } from "../../http/origin.ts";
import { CURRENT_PASSWORD, newPassword, readFields } from "../fields.ts";
import { newPasswordField, passwordField, submitButton } from "../parts.ts";
import type { Html } from "../site.ts";
import { type AccountForm, doneWith } from "./account-form.ts";
import { type Shown, section } from "./section.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

export const passwordForm: AccountForm = {
  path: "password",
  section: "password",
  limits: [PASSWORD_CHECK],
  fields: { password_incorrect: "current_password", password_refused: "new_password" },
  async act(c, { site, resources }, { caller, form }) {
    const locale = site.localeOf(c);
    const fields = {
      current_password: CURRENT_PASSWORD,
      new_password: newPassword(resources.config.PASSWORD_MIN),
    };
    const read = readFields(form, fields, locale);
    if (!read.ok) return read;
    const { current_password: current, new_password: chosen } = read.value;
    if (current === chosen)
      return { errors: { new_password: ACCOUNT_WORDS[locale].password.same } };
    const confirmed = await confirmPassword(c, resources, caller.account, current);
    if (!confirmed.ok) return confirmed;
    const origin = originOf(c, resources.config);
    const changed = await changePassword(resources, caller, { newPassword: chosen, origin });
    return changed.ok ? doneWith("password-changed") : changed;
  },
};

export function passwordSection(shown: Shown): Html {
  const { common, site, state } = shown;
  const words = shown.words.password;
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
        ${passwordField(common, state, {
          name: "current_password",
          label: shown.words.currentPassword,
        })}
        ${newPasswordField(common, state, { name: "new_password", min: site.config.PASSWORD_MIN })}
        ${submitButton(words.submit)}
      </form>`,
  );
}
