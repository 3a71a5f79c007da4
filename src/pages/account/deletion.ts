import { html } from "hono/html";
import { deleteOwnAccount } from "../../features/deletion/delete-own-account.ts";
import { PASSWORD_CHECK, confirmPassword } from "../../http/confirm-password.ts";
import { takeCookie } from "../../http/cookies.ts";
import { originOf } from "../../http/origin.ts";
import { CURRENT_PASSWORD, readFields } from "../fields.ts";
import { passwordField } from "../parts.ts";
import type { Html } from "../site.ts";
import type { AccountForm } from "./account-form.ts";
import { type Shown, section } from "./section.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

const CONFIRMED = "yes";
const FIELDS = { deletion_password: CURRENT_PASSWORD };

export const deletionForm: AccountForm = {
  path: "deletion",
  section: "deletion",
  limits: [PASSWORD_CHECK],
  fields: { password_incorrect: "deletion_password" },
  kept: ["confirmed"],
  async act(c, { site, resources }, { caller, form }) {
    const { config } = resources;
    const locale = site.localeOf(c);
    if (form.get("confirmed") !== CONFIRMED)
      return { errors: { confirmed: ACCOUNT_WORDS[locale].deletion.unconfirmed } };
    const read = readFields(form, FIELDS, locale);
    if (!read.ok) return read;
    const { deletion_password: password } = read.value;
    const confirmed = await confirmPassword(c, resources, caller.account, password);
    if (!confirmed.ok) return confirmed;
    const deleted = await deleteOwnAccount(resources, caller, originOf(c, config));
    if (!deleted.ok) return deleted;
    for (const name of ["session", "device", "pending"] as const) takeCookie(c, config, name);
    return { to: "login?done=deleted" };
  },
};

export function deletionSection(shown: Shown): Html {
  const { common, site, state } = shown;
  const words = shown.words.deletion;
  const error = state.errors?.["confirmed"];
  return section(
    "deletion",
    shown,
    html`<p>${words.lead}</p>
      <form method="post" action="${site.root}account/deletion">
        <div class="field">
          <label class="choice">
            <input
              type="checkbox"
              name="confirmed"
              value="${CONFIRMED}"
              required
              ${state.values?.["confirmed"] === CONFIRMED ? html`checked` : ""}
              ${
                error === undefined
                  ? ""
                  : html`aria-invalid="true" aria-describedby="confirmed-error" autofocus`
              }
            />
            ${words.confirmation}
          </label>
          ${error === undefined ? "" : html`<p class="error" id="confirmed-error">${error}</p>`}
        </div>
        ${passwordField(common, state, {
          name: "deletion_password",
          label: shown.words.currentPassword,
        })}
        <div class="buttons"><button type="submit" class="danger">${words.submit}</button></div>
      </form>`,
  );
}
