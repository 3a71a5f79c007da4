import { html } from "hono/html";
import type { Failure } from "../domain/failure.ts";
import type { Context } from "../http/environment.ts";
import { statusLine } from "./parts.ts";
import { type Answer, type Site, showPage, stateOfFailure } from "./site.ts";
import { COMMON_WORDS } from "./words/all.ts";

/** The page that only says what went wrong. */
export function showTrouble(c: Context, site: Site, failure: Failure): Answer {
  const title = COMMON_WORDS[site.localeOf(c)].trouble;
  const state = stateOfFailure(c, site, failure);
  return showPage(c, site, {
    title,
    state,
    body: html`<h1>${title}</h1>
      ${statusLine(state)}`,
  });
}
