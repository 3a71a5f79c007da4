import { html } from "hono/html";
import { describeLife } from "../../email/messages/life.ts";
import { renderPlain } from "../../email/messages/render.ts";
import type { Context } from "../../http/environment.ts";
import { emailField, statusLine, submitButton } from "../parts.ts";
import { type Answer, type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { FORGOT_WORDS } from "./words.ts";

/** Where the address is asked for. */
export function showForgot(c: Context, site: Site, state: FormState = {}): Answer {
  const locale = site.localeOf(c);
  const [common, words] = [COMMON_WORDS[locale], FORGOT_WORDS[locale]];
  const { root } = site;
  const { title } = words;
  const body = html`<h1>${title}</h1>
    <p>${words.lead}</p>
    ${statusLine(state)}
    <form method="post" action="${root}forgot">
      ${emailField(common, state, true)} ${submitButton(words.submit)}
    </form>
    <p class="more"><a href="${root}login">${common.nav.signIn}</a></p>`;
  return showPage(c, site, { title, state, body });
}

/** What everybody is told who asked. */
export function showSent(c: Context, site: Site): Answer {
  const locale = site.localeOf(c);
  const { sent, again } = FORGOT_WORDS[locale];
  const life = describeLife(site.config.RESET_LIFE_MINUTES * 60_000, locale);
  const { title } = sent;
  const body = html`<h1>${title}</h1>
    <p>${renderPlain(sent.text, { life })}</p>
    <p class="more"><a href="${site.root}forgot">${again}</a></p>`;
  return showPage(c, site, { title, body });
}
