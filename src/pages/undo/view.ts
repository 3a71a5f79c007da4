import { html } from "hono/html";
import type { Context } from "../../http/environment.ts";
import { mailLinkFields } from "../mail-link/mail-link.ts";
import { statusLine, submitButton } from "../parts.ts";
import { type Answer, type FormState, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { UNDO_WORDS } from "./words.ts";

/** What undoing means, and the button that does it: programs that open links press none. */
export function showUndo(c: Context, site: Site, state: FormState = {}): Answer {
  const locale = site.localeOf(c);
  const { title, lead, submit } = UNDO_WORDS[locale];
  const body = html`<h1>${title}</h1>
    <p>${lead}</p>
    ${statusLine(state)}
    <form method="post" action="${site.root}undo-email-change">
      ${mailLinkFields(locale, state)} ${submitButton(submit)}
    </form>`;
  return showPage(c, site, { title, script: "undo", state, body });
}

/** How it ended, and where one goes from there. */
export function showUndoEnding(
  c: Context,
  site: Site,
  ending: "done" | "expired" | "taken",
  state: FormState = {},
): Answer {
  const locale = site.localeOf(c);
  const words = UNDO_WORDS[locale];
  const { title, text } = words[ending];
  const [path, name] =
    ending === "done" ? ["forgot", words.reset] : ["login", COMMON_WORDS[locale].nav.signIn];
  const body = html`<h1>${title}</h1>
    <p>${text}</p>
    <p class="more"><a href="${site.root}${path}">${name}</a></p>`;
  return showPage(c, site, { title, state, body });
}
