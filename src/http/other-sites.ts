import type { Context } from "./environment.ts";

/** Whether a page of another site made a browser send the request (Fetch Metadata): it may carry credentials along. */
export function isFromOtherSite(c: Context): boolean {
  const site = c.req.header("sec-fetch-site") ?? "none";
  return site !== "same-origin" && site !== "none";
}
