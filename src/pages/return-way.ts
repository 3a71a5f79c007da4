import { returnTarget } from "../domain/return-target.ts";
import type { Context } from "../http/environment.ts";
import { leadTo } from "./page-router.ts";
import type { Site } from "./site.ts";

/** Where its reader wants to go, for the forms and links of a page to carry along; it is checked at the end of the way. */
export function nextQuery(c: Context, more: Record<string, string> = {}): string {
  const next = c.req.query("next");
  const query = String(new URLSearchParams({ ...(next === undefined ? {} : { next }), ...more }));
  return query === "" ? "" : `?${query}`;
}

/** Leads there whoever has signed in. */
export function leadOn(c: Context, site: Site): Response {
  const target = returnTarget(c.req.query("next"), site.config.RETURN_URLS);
  return "url" in target ? c.redirect(target.url, 303) : leadTo(c, site, target.page);
}
