import type { Locale } from "../../domain/locale.ts";
import { endOwnSessions } from "../../features/sessions/end-own-sessions.ts";
import { giveCookie, readCookie, takeCookie } from "../../http/cookies.ts";
import { originOf } from "../../http/origin.ts";
import { PAGE_CALLER_LIMITS, pageCaller, signInBrowser } from "../../http/page-caller.ts";
import { givePending } from "../../http/pending-cookie.ts";
import { SIGN_IN_LIMITS, signInCaller } from "../../http/sign-in.ts";
import type { Resources } from "../../resources.ts";
import { DEVICE_LIFE_SECONDS } from "../../sessions/device-tokens.ts";
import { EMAIL, PASSWORD, readFields } from "../fields.ts";
import { type PageRouter, leadTo } from "../page-router.ts";
import { leadOn, nextQuery } from "../return-way.ts";
import { say } from "../sayings.ts";
import { type FormState, type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { showTrouble } from "../trouble.ts";
import { showLogin } from "./view.ts";
import { LOGIN_WORDS } from "./words.ts";

const FIELDS = { email: EMAIL, password: PASSWORD };

/** Signs a browser in and out. */
export function loginPage(pages: PageRouter, site: Site, resources: Resources): void {
  const { config } = resources;

  pages.get("/login", PAGE_CALLER_LIMITS, async (c) => {
    const done = c.req.query("done");
    const caller = await pageCaller(c, resources);
    // Who just chose a password is told so, also where somebody else is signed in.
    if (caller.ok && done !== "password-changed") return leadOn(c, site);
    return showLogin(c, site, stateOfDone(done, site.localeOf(c)));
  });

  pages.post("/login", SIGN_IN_LIMITS, async (c, form) => {
    const values = { email: form.get("email") ?? "" };
    const read = readFields(form, FIELDS, site.localeOf(c));
    if (!read.ok) return showLogin(c, site, stateOfErrors(c, read.errors, values));
    const deviceToken = readCookie(c, config, "device");
    const caller = await signInCaller(c, resources, { ...read.value, deviceToken });
    if (caller.pending) {
      const { id, email, emailNormalised } = caller.pending;
      givePending(c, resources, { id, email: { address: email, normalised: emailNormalised } });
      c.set("failureCode", "not_active");
      return leadTo(c, site, `activate${nextQuery(c)}`);
    }
    if (!caller.ok)
      return showLogin(c, site, { values, ...stateOfFailure(c, site, caller.failure) });
    const { account, deviceToken: value } = caller.value;
    const signedIn = await signInBrowser(c, resources, account);
    if (!signedIn.ok)
      return showLogin(c, site, { values, ...stateOfFailure(c, site, signedIn.failure) });
    giveCookie(c, config, { name: "device", value, lifeSeconds: DEVICE_LIFE_SECONDS });
    return leadOn(c, site);
  });

  // Who asks for where a form was sent to has a page, as everywhere; nothing but the form signs anybody out.
  pages.get("/logout", [], (c) => leadTo(c, site, "welcome"));
  pages.post("/logout", PAGE_CALLER_LIMITS, async (c) => {
    const caller = await pageCaller(c, resources);
    // Without its cookie nobody could end the session any more.
    if (!caller.ok && caller.failure.code !== "signed_out")
      return showTrouble(c, site, caller.failure);
    if (caller.ok) {
      const choice = { only: caller.value.sessionId };
      await endOwnSessions(resources, { ...caller.value, choice, origin: originOf(c, config) });
    }
    takeCookie(c, config, "session");
    return leadTo(c, site, "login?done=signed-out");
  });
}

/** What led here. */
function stateOfDone(done: string | undefined, locale: Locale): FormState {
  const words = LOGIN_WORDS[locale];
  if (done === "signed-out") return { says: { kind: "good", text: words.signedOut } };
  if (done === "active") return { says: { kind: "good", text: words.alreadyActive } };
  if (done === "password-changed") return { says: { kind: "good", text: words.passwordChanged } };
  if (done === "deleted") return { says: { kind: "good", text: words.deleted } };
  if (done === "signed-out-meanwhile")
    return { says: { kind: "bad", text: say(locale, "signed_out") } };
  return {};
}
