import { UNDO_LIMITS } from "../../features/email-change/contract.ts";
import { undoByToken } from "../../features/email-change/routes.ts";
import type { Resources } from "../../resources.ts";
import { readMailLink } from "../mail-link/mail-link.ts";
import { type PageRouter, leadTo } from "../page-router.ts";
import { settle } from "../settle.ts";
import { type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import { showUndo, showUndoEnding } from "./view.ts";

/** Puts an account's former address back, by the link of the notice that went there. */
export function undoPage(pages: PageRouter, site: Site, resources: Resources): void {
  pages.get("/undo-email-change", [], (c) =>
    c.req.query("done") === "undone" ? showUndoEnding(c, site, "done") : showUndo(c, site),
  );

  pages.post("/undo-email-change", UNDO_LIMITS, async (c, form) => {
    const { token, values, errors } = readMailLink(form, site.localeOf(c));
    if (token === null) return showUndo(c, site, stateOfErrors(c, errors, values));
    const undone = await settle(c, resources, undoByToken(c, resources, token));
    if (undone.ok) return leadTo(c, site, "undo-email-change?done=undone");
    const { code } = undone.failure;
    const state = stateOfFailure(c, site, undone.failure);
    if (code === "link_expired") return showUndoEnding(c, site, "expired", state);
    if (code === "email_taken") return showUndoEnding(c, site, "taken", state);
    return showUndo(c, site, { values, ...state });
  });
}
