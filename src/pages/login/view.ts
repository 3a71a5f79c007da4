import { html } from "hono/html";
import type { Context } from "../../http/environment.ts";
import { emailField, passwordField, statusLine, submitButton } from "../parts.ts";
import { nextQuery } from "../return-way.ts";
import { type Answer, type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { LOGIN_WORDS } from "./words.ts";

/** The sign-in. What was asked for goes through its form, and is checked when it comes back. */
export function showLogin(c: Context, site: Site, state: FormState = {}): Answer {
  const locale = site.localeOf(c);
  const [common, words] = [COMMON_WORDS[locale], LOGIN_WORDS[locale]];
  const { root } = site;
  const query = nextQuery(c);
  const { title } = words;
  const body = html`<h1>${title}</h1>
    ${statusLine(state)}
    <form method="post" action="${root}login${query}">
      ${emailField(common, state, state.values?.["email"] === undefined)}
      ${passwordField(common, state)} ${submitButton(words.submit)}
    </form>
    <p class="more"><a href="${root}forgot">${words.forgot}</a></p>
    <p class="more">
      ${words.noAccount} <a href="${root}register${query}">${common.nav.register}</a>
    </p>`;
  return showPage(c, site, { title, script: "login", state, body });
}
