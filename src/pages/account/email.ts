import { z } from "@hono/zod-openapi";
import { html } from "hono/html";
import { EMAIL_CHANGE_CODE, UNDO_LIFE_DAYS } from "../../domain/email-change.ts";
import { renderPlain } from "../../email/messages/render.ts";
import { confirmEmailChange } from "../../features/email-change/confirm-email-change.ts";
import { requestEmailChange } from "../../features/email-change/request-email-change.ts";
import { emailConfirmationSchema } from "../../features/email-change/schemas.ts";
import { PASSWORD_CHECK, confirmPassword } from "../../http/confirm-password.ts";
import { NEW_ADDRESS_LIMITS, sendToNewAddress } from "../../http/new-address-limits.ts";
import { originOf } from "../../http/origin.ts";
import { CURRENT_PASSWORD, EMAIL, readFields } from "../fields.ts";
import { fill, isolated } from "../fill.ts";
import { codeField, field, passwordField, submitButton } from "../parts.ts";
import type { FormState, Html } from "../site.ts";
import { timeOf } from "../times.ts";
import { plainCode } from "../typed-code.ts";
import { type AccountForm, doneWith } from "./account-form.ts";
import { type Shown, section } from "./section.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

const ADDRESS_FIELDS = { new_email: EMAIL, email_password: CURRENT_PASSWORD };

export const addressForm: AccountForm = {
  path: "email",
  section: "email",
  limits: [PASSWORD_CHECK, ...NEW_ADDRESS_LIMITS],
  fields: { password_incorrect: "email_password" },
  kept: ["new_email"],
  async act(c, { site, resources }, { caller, form }) {
    const { account } = caller;
    const locale = site.localeOf(c);
    const read = readFields(form, ADDRESS_FIELDS, locale);
    if (!read.ok) return read;
    const { new_email: email, email_password: password } = read.value;
    const confirmed = await confirmPassword(c, resources, account, password);
    if (!confirmed.ok) return confirmed;
    if (email.address === account.email)
      return { errors: { new_email: ACCOUNT_WORDS[locale].email.same } };
    const to = { accountId: account.id, emailNormalised: email.normalised };
    const origin = originOf(c, resources.config);
    const requested = await sendToNewAddress(c, resources, to, () =>
      requestEmailChange(resources, caller, { email, origin }),
    );
    return requested.ok ? doneWith("code-sent") : requested;
  },
};

const { digits } = EMAIL_CHANGE_CODE;
const CODE_FIELDS = {
  code: {
    schema: z.string().transform(plainCode).pipe(emailConfirmationSchema.shape.code),
    saying: "code_digits",
    values: { count: String(digits) },
  },
} as const;

export const codeForm: AccountForm = {
  path: "email/confirm",
  section: "email",
  fields: { code_incorrect: "code" },
  kept: ["code"],
  async act(c, { site, resources }, { caller, form }) {
    const read = readFields(form, CODE_FIELDS, site.localeOf(c));
    if (!read.ok) return read;
    const { code } = read.value;
    const origin = originOf(c, resources.config);
    const confirmed = await confirmEmailChange(resources, caller, { code, origin });
    return confirmed.ok ? doneWith("email-changed") : confirmed;
  },
};

/** As long as a code may come yet, it can be typed. */
const OPEN_STATES = new Set<string | undefined>(["queued", "sent"]);

export function emailSection(shown: Shown): Html {
  const { standing, caller, state } = shown;
  const words = shown.words.email;
  const change = standing?.email_change;
  const isOpen = OPEN_STATES.has(change?.state);
  const wrongCode = isOpen ? undefined : state.errors?.["code"];
  // After the last try, or once another form had the code, there is no field to say it at.
  const told: FormState =
    wrongCode === undefined ? state : { ...state, says: { kind: "bad", text: wrongCode } };
  return section(
    "email",
    { ...shown, state: told },
    html`<p>${fill(words.current, { email: isolated(caller.account.email) })}</p>
      ${standing?.email_state === "undeliverable" ? html`<p>${words.undeliverable}</p>` : ""}
      ${standing === null ? html`<p>${words.unknown}</p>` : ""}
      <p>${renderPlain(words.consequences, { days: String(UNDO_LIFE_DAYS) })}</p>
      ${change ? changeStanding(shown, change) : ""} ${isOpen ? codeFields(shown) : ""}
      <h3>${change ? words.askAgain : words.ask}</h3>
      ${addressFields(shown)}`,
  );
}

type Change = NonNullable<NonNullable<Shown["standing"]>["email_change"]>;

function changeStanding({ locale, words }: Shown, change: Change): Html {
  const { email, state, expires_at: end, attempts_left: left } = change;
  const says = fill(words.email.states[state], {
    email: isolated(email),
    time: end === null ? "" : timeOf(locale, new Date(end)),
    count: String(left),
  });
  return html`<p>${says}</p>`;
}

const codeFields = ({ site, common, words, state }: Shown): Html =>
  html`<p>${words.email.pending}</p>
    <form method="post" action="${site.root}account/email/confirm">
      ${codeField(common, state, {
        label: words.email.code,
        hint: renderPlain(words.email.codeHint, { count: String(digits) }),
      })}
      ${submitButton(words.email.confirm)}
    </form>`;

function addressFields({ site, common, words, state, standing }: Shown): Html {
  const values = { new_email: standing?.email_change?.email ?? "", ...state.values };
  return html`<form method="post" action="${site.root}account/email">
    ${field(common, { ...state, values }, "new_email", {
      label: words.email.email,
      type: "email",
      autocomplete: "email",
    })}
    ${passwordField(common, state, { name: "email_password", label: words.currentPassword })}
    ${submitButton(words.email.submit)}
  </form>`;
}
