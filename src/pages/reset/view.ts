import { html } from "hono/html";
import type { Context } from "../../http/environment.ts";
import { mailLinkFields } from "../mail-link/mail-link.ts";
import { newPasswordField, statusLine, submitButton } from "../parts.ts";
import { type Answer, type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { RESET_WORDS } from "./words.ts";

/** Where the new password is chosen. */
export function showReset(c: Context, site: Site, state: FormState = {}): Answer {
  const locale = site.localeOf(c);
  const words = RESET_WORDS[locale];
  const { root, config } = site;
  const { title } = words;
  const body = html`<h1>${title}</h1>
    <p>${words.lead}</p>
    ${statusLine(state)}
    <form method="post" action="${root}reset">
      ${mailLinkFields(locale, state)}
      ${newPasswordField(COMMON_WORDS[locale], state, {
        min: config.PASSWORD_MIN,
        isFirst: true,
      })}
      ${submitButton(words.submit)}
    </form>
    <p class="more"><a href="${root}forgot">${words.otherLink}</a></p>`;
  return showPage(c, site, { title, script: "reset", state, body });
}
