import { html } from "hono/html";
import type { Failure } from "../domain/failure.ts";
import type { Context } from "../http/environment.ts";
import { statusLine } from "./parts.ts";
import { type Answer, type Site, showPage, stateOfFailure } from "./site.ts";
import { COMMON_WORDS } from "./words/all.ts";

/** The page that only says what went wrong, and leads to the first one: the sign-in, for who is not signed in. */
export function showTrouble(c: Context, site: Site, failure: Failure): Answer {
  const { trouble: title, start } = COMMON_WORDS[site.localeOf(c)];
  const state = stateOfFailure(c, site, failure);
  return showPage(c, site, {
    title,
    state,
    body: html`<h1>${title}</h1>
      ${statusLine(state)}
      <p class="more"><a href="${site.root}welcome">${start}</a></p>`,
  });
}
