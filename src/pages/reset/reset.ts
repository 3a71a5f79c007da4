import { CONFIRM_LIMITS, chooseByReset } from "../../features/password-reset/routes.ts";
import type { Resources } from "../../resources.ts";
import { newPassword, readFields } from "../fields.ts";
import { readMailLink } from "../mail-link/mail-link.ts";
import { type PageRouter, leadTo } from "../page-router.ts";
import { settle } from "../settle.ts";
import { type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { showReset } from "./view.ts";

/** Another password, by the link of a mail. Nobody is signed in by it. */
export function resetPage(pages: PageRouter, site: Site, resources: Resources): void {
  const fields = { password: newPassword(site.config.PASSWORD_MIN) };

  pages.get("/reset", [], (c) => showReset(c, site));

  pages.post("/reset", CONFIRM_LIMITS, async (c, form) => {
    const locale = site.localeOf(c);
    const link = readMailLink(form, locale);
    const read = readFields(form, fields, locale);
    const { token, values } = link;
    if (token === null || !read.ok) {
      const errors = { ...link.errors, ...(read.ok ? {} : read.errors) };
      return showReset(c, site, stateOfErrors(c, errors, values));
    }
    const choice = { token, password: read.value.password };
    const chosen = await settle(c, resources, chooseByReset(c, resources, choice));
    if (chosen.ok) return leadTo(c, site, "login?done=password-changed");
    const { failure } = chosen;
    const field = failure.code === "password_refused" ? "password" : undefined;
    const state = stateOfFailure(c, site, failure, field);
    if (failure.code === "link_expired") return leadTo(c, site, "forgot?done=expired");
    return showReset(c, site, { values, ...state });
  });
}
