import { html } from "hono/html";
import { renderPlain } from "../../email/messages/render.ts";
import type { Context } from "../../http/environment.ts";
import { emailField, field, statusLine, submitButton } from "../parts.ts";
import { nextQuery } from "../return-way.ts";
import { type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { REGISTER_WORDS } from "./words.ts";

/** The form for a new account. */
export function showRegister(
  c: Context,
  site: Site,
  state: FormState = {},
): Response | Promise<Response> {
  const locale = site.localeOf(c);
  const [common, words] = [COMMON_WORDS[locale], REGISTER_WORDS[locale]];
  const { root, config } = site;
  const { title } = words;
  const next = nextQuery(c);
  const body = html`<h1>${title}</h1>
    <p>${words.lead}</p>
    ${statusLine(state)}
    <form method="post" action="${root}register${next}">
      ${emailField(common, state, true)}
      ${field(common, state, "password", {
        label: common.password,
        type: "password",
        autocomplete: "new-password",
        minLength: config.PASSWORD_MIN,
        hint: renderPlain(words.hint, { min: String(config.PASSWORD_MIN) }),
        hasMeter: true,
      })}
      ${submitButton(words.submit)}
    </form>
    <p class="more">
      ${words.haveAccount} <a href="${root}login${next}">${common.nav.signIn}</a>
    </p>`;
  return showPage(c, site, { title, script: "register", state, body });
}
