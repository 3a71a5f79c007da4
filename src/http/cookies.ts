import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Config } from "../config.ts";
import type { Context } from "./environment.ts";

/**
 * What a browser keeps for the pages: whose session it has, by which mark it is known at the next sign-in, and which
 * account waits for its code.
 */
export type CookieName = "session" | "device" | "pending";

type CookieConfig = Pick<Config, "COOKIES">;
type CookieOptions = NonNullable<Parameters<typeof setCookie>[3]>;

const nameOf = (name: CookieName): string => `latchkey-${name}`;

// __Host-: for this host alone, over https alone (RFC 6265bis §4.1.3.2). Lax: the links of mails come from other sites.
const optionsOf = ({ COOKIES }: CookieConfig): CookieOptions => ({
  path: "/",
  httpOnly: true,
  sameSite: "Lax",
  ...(COOKIES === "secure" ? { secure: true, prefix: "host" } : {}),
});

/** The value of a cookie of ours; undefined without one. */
export const readCookie = (
  c: Context,
  config: CookieConfig,
  name: CookieName,
): string | undefined =>
  config.COOKIES === "secure" ? getCookie(c, nameOf(name), "host") : getCookie(c, nameOf(name));

/** Gives the browser a cookie for so many seconds. */
export function giveCookie(
  c: Context,
  config: CookieConfig,
  { name, value, lifeSeconds }: { name: CookieName; value: string; lifeSeconds: number },
): void {
  setCookie(c, nameOf(name), value, { ...optionsOf(config), maxAge: Math.floor(lifeSeconds) });
}

/** Takes a cookie away, by the same attributes that it was given with. */
export function takeCookie(c: Context, config: CookieConfig, name: CookieName): void {
  deleteCookie(c, nameOf(name), optionsOf(config));
}
