import { REQUEST_LIMITS, askForReset } from "../../features/password-reset/routes.ts";
import type { Resources } from "../../resources.ts";
import { EMAIL, readFields } from "../fields.ts";
import { type PageRouter, leadTo } from "../page-router.ts";
import { say } from "../sayings.ts";
import { settle } from "../settle.ts";
import { type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { showForgot, showSent } from "./view.ts";

/** Asks for a link to choose a new password. The answer is the same whoever has the address, and whether anybody does. */
export function forgotPage(pages: PageRouter, site: Site, resources: Resources): void {
  pages.get("/forgot", [], (c) => {
    const done = c.req.query("done");
    if (done === "sent") return showSent(c, site);
    if (done !== "expired") return showForgot(c, site);
    const text = say(site.localeOf(c), "link_expired");
    return showForgot(c, site, { says: { kind: "bad", text } });
  });

  pages.post("/forgot", REQUEST_LIMITS, async (c, form) => {
    const values = { email: form.get("email") ?? "" };
    const read = readFields(form, { email: EMAIL }, site.localeOf(c));
    if (!read.ok) return showForgot(c, site, stateOfErrors(c, read.errors, values));
    const asked = await settle(c, resources, askForReset(c, resources, read.value.email));
    return asked.ok
      ? leadTo(c, site, "forgot?done=sent")
      : showForgot(c, site, { values, ...stateOfFailure(c, site, asked.failure) });
  });
}
