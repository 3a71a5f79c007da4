import type { Config } from "../config.ts";
import type { Context } from "./environment.ts";

type OriginConfig = Pick<Config, "PUBLIC_URL" | "PAGE_ORIGINS">;

/** Where our own pages are reached. */
export const ownOrigins = ({ PUBLIC_URL, PAGE_ORIGINS }: OriginConfig): ReadonlySet<string> =>
  new Set([new URL(PUBLIC_URL).origin, ...PAGE_ORIGINS]);

/**
 * Whether a page of ours sent the request: every browser names the origin of what is not a GET, and says by Fetch Metadata
 * whose page it was. Neither can be written by a page of others, whatever the body's type (OWASP CSRF, ASVS 5.0 §3.5).
 */
export function isFromOwnPage(c: Context, origins: ReadonlySet<string>): boolean {
  const site = c.req.header("sec-fetch-site") ?? "same-origin";
  return site === "same-origin" && origins.has(c.req.header("origin") ?? "");
}
