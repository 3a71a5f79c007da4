import type { PageRouter } from "../page-router.ts";
import type { Site } from "../site.ts";
import { showWelcome } from "./view.ts";

/** What is seen first after signing in. */
export function welcomePage(pages: PageRouter, site: Site): void {
  pages.getOwn("/welcome", (c, { account }) => showWelcome(c, site, account));
}
