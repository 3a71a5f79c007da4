import { REGISTER_LIMITS } from "../../features/registration/contract.ts";
import { register } from "../../features/registration/register.ts";
import { originOf } from "../../http/origin.ts";
import { PAGE_CALLER_LIMITS, pageCaller } from "../../http/page-caller.ts";
import { givePending } from "../../http/pending-cookie.ts";
import { sendWithinLimits } from "../../http/send-limits.ts";
import type { Resources } from "../../resources.ts";
import { EMAIL, newPassword, readFields } from "../fields.ts";
import { type PageRouter, leadTo } from "../page-router.ts";
import { leadOn, nextQuery } from "../return-way.ts";
import { settle } from "../settle.ts";
import { type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { showRegister } from "./view.ts";

/** Registers an address. What follows is the same whoever has it, and whether anybody does. */
export function registerPage(pages: PageRouter, site: Site, resources: Resources): void {
  const { config } = resources;
  const fields = { email: EMAIL, password: newPassword(config.PASSWORD_MIN) };

  pages.post("/register", REGISTER_LIMITS, async (c, form) => {
    const locale = site.localeOf(c);
    const values = { email: form.get("email") ?? "" };
    const read = readFields(form, fields, locale);
    if (!read.ok) return showRegister(c, site, stateOfErrors(c, read.errors, values));
    const { email, password } = read.value;
    const within = {
      policies: REGISTER_LIMITS,
      subject: { emailNormalised: email.normalised },
      isRepeatable: false,
    };
    const sent = await settle(
      c,
      resources,
      sendWithinLimits(c, resources, within, () =>
        register(resources, { email, password, locale, origin: originOf(c, config) }),
      ),
    );
    if (!sent.ok) {
      const field = sent.failure.code === "password_refused" ? "password" : undefined;
      const state = stateOfFailure(c, site, sent.failure, field);
      return showRegister(c, site, { values, ...state });
    }
    givePending(c, resources, { id: sent.value.registered.id, email });
    return leadTo(c, site, `activate${nextQuery(c)}`);
  });

  pages.get("/register", PAGE_CALLER_LIMITS, async (c) => {
    const caller = await pageCaller(c, resources);
    return caller.ok ? leadOn(c, site) : showRegister(c, site);
  });
}
