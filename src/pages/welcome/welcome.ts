import { html } from "hono/html";
import type { PageRouter } from "../page-router.ts";
import { type Site, showPage } from "../site.ts";
import { WELCOME_WORDS } from "./words.ts";

/** What is seen first after signing in. */
export function welcomePage(pages: PageRouter, site: Site): void {
  pages.getOwn("/welcome", (c, { account }) => {
    const words = WELCOME_WORDS[site.localeOf(c)];
    const { title } = words;
    const body = html`<h1>${title}</h1>
      <p>${words.lead} <bdi dir="ltr">${account.email}</bdi></p>`;
    return showPage(c, site, { title, account, body });
  });
}
