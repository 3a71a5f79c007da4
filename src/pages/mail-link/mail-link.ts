import { html } from "hono/html";
import type { Locale } from "../../domain/locale.ts";
import { linkTokenSchema } from "../../http/credential-schemas.ts";
import type { Form } from "../../http/form.ts";
import { field } from "../parts.ts";
import type { FormState, Html } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { MAIL_LINK_WORDS } from "./words.ts";

// Also where a program of the mailbox has put the link into one of its own.
const TOKEN = /token(?:=|%3D)([\w-]+)/i;

type MailLink = Required<Pick<FormState, "values" | "errors">> & { token: string | null };

/** What a page needs of the link that led to it: the token by its script, or the link itself, pasted. */
export function readMailLink(form: Form, locale: Locale): MailLink {
  const link = form.get("link") ?? "";
  const [, pasted] = TOKEN.exec(link.replaceAll(/\s/g, "")) ?? [];
  const { data: token } = linkTokenSchema.safeParse(form.get("token") ?? pasted);
  if (token !== undefined) return { token, values: { token }, errors: {} };
  return { token: null, values: { link }, errors: { link: MAIL_LINK_WORDS[locale].missing } };
}

/**
 * Where a form keeps it. Behind the # no server sees it: a script takes it from there, and without one the link is asked
 * for. Neither is in any address from then on.
 */
export function mailLinkFields(locale: Locale, state: FormState): Html {
  const token = state.values?.["token"] ?? "";
  // Browsers would keep it for a page that is opened again.
  const hidden = html`<input type="hidden" name="token" value="${token}" autocomplete="off" />`;
  if (token !== "") return hidden;
  const { label, hint } = MAIL_LINK_WORDS[locale];
  const isNeeded = state.errors?.["link"] !== undefined;
  return html`${hidden}
    <div class="paste${isNeeded ? " needed" : ""}">
      ${field(COMMON_WORDS[locale], state, "link", {
        label,
        hint,
        type: "text",
        autocomplete: "off",
        isRequired: false,
        isFirst: true,
      })}
    </div>`;
}
