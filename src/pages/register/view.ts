import { html } from "hono/html";
import type { Context } from "../../http/environment.ts";
import { emailField, newPasswordField, statusLine, submitButton } from "../parts.ts";
import { nextQuery } from "../return-way.ts";
import { type Answer, type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { REGISTER_WORDS } from "./words.ts";

/** The form for a new account. */
export function showRegister(c: Context, site: Site, state: FormState = {}): Answer {
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
      ${newPasswordField(common, state, { label: common.password, min: config.PASSWORD_MIN })}
      ${submitButton(words.submit)}
    </form>
    <p class="more">
      ${words.haveAccount} <a href="${root}login${next}">${common.nav.signIn}</a>
    </p>`;
  return showPage(c, site, { title, script: "register", state, body });
}
