import { html } from "hono/html";
import { renderPlain } from "../../email/messages/render.ts";
import type { Context } from "../../http/environment.ts";
import { mailLinkFields } from "../mail-link/mail-link.ts";
import { field, statusLine, submitButton } from "../parts.ts";
import { type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { RESET_WORDS } from "./words.ts";

/** Where the new password is chosen. */
export function showReset(
  c: Context,
  site: Site,
  state: FormState = {},
): Response | Promise<Response> {
  const locale = site.localeOf(c);
  const words = RESET_WORDS[locale];
  const { root, config } = site;
  const { title } = words;
  const body = html`<h1>${title}</h1>
    <p>${words.lead}</p>
    ${statusLine(state)}
    <form method="post" action="${root}reset">
      ${mailLinkFields(locale, state)}
      ${field(COMMON_WORDS[locale], state, "password", {
        label: words.password,
        type: "password",
        autocomplete: "new-password",
        hint: renderPlain(words.hint, { min: String(config.PASSWORD_MIN) }),
        minLength: config.PASSWORD_MIN,
        hasMeter: true,
        isFirst: true,
      })}
      ${submitButton(words.submit)}
    </form>
    <p class="more"><a href="${root}forgot">${words.otherLink}</a></p>`;
  return showPage(c, site, { title, script: "reset", state, body });
}
