import { takeCookie } from "../../http/cookies.ts";
import type { Context } from "../../http/environment.ts";
import type { Resources } from "../../resources.ts";
import { type PageRouter, leadTo, leadToSignIn } from "../page-router.ts";
import { settle } from "../settle.ts";
import { type FormState, type Site, stateOfErrors, stateOfFailure } from "../site.ts";
import type { AccountForm, Result, Sent } from "./account-form.ts";
import { deletionForm } from "./deletion.ts";
import { deviceForm, othersForm } from "./devices.ts";
import { addressForm, codeForm } from "./email.ts";
import { passwordForm } from "./password.ts";
import { profileForm } from "./profile.ts";
import { DONE, isDone } from "./sections.ts";
import { showAccount } from "./view.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

const FORMS: AccountForm[] = [
  profileForm,
  passwordForm,
  addressForm,
  codeForm,
  deviceForm,
  othersForm,
  deletionForm,
];

/** What somebody who is signed in can change of his account. */
export function accountPage(pages: PageRouter, site: Site, resources: Resources): void {
  const parts = { site, resources };

  pages.getOwn("/account", (c, caller) => {
    const done = c.req.query("done") ?? "";
    if (!isDone(done)) return showAccount(c, parts, caller);
    const text = ACCOUNT_WORDS[site.localeOf(c)].done[done];
    const state: FormState = { says: { kind: "good", text } };
    return showAccount(c, parts, caller, { section: DONE[done], state });
  });

  for (const accountForm of FORMS) {
    const { path, section, limits = [] } = accountForm;
    // A refused form leaves its own address in the browser: whoever asks for that again has the page.
    pages.get(`/account/${path}`, [], (c) => leadTo(c, site, `account#${section}`));
    pages.postOwn(`/account/${path}`, limits, async (c, caller, form) => {
      const sent = { caller, form };
      const result: Result = await settle(c, resources, accountForm.act(c, parts, sent));
      if ("to" in result) return leadTo(c, site, result.to);
      if ("failure" in result && result.failure.code === "invalid_token") {
        takeCookie(c, resources.config, "session");
        return leadToSignIn(c, site);
      }
      const state = stateOf(c, site, accountForm, { ...sent, result });
      return showAccount(c, parts, caller, { section, state });
    });
  }
}

function stateOf(
  c: Context,
  site: Site,
  { kept = [], fields = {} }: AccountForm,
  { form, result }: Sent & { result: Exclude<Result, { to: string }> },
): FormState {
  const values = Object.fromEntries(kept.map((name) => [name, form.get(name) ?? ""]));
  if ("errors" in result) return stateOfErrors(c, result.errors, values);
  const { failure, text } = result;
  const state = stateOfFailure(c, site, failure, fields[failure.code]);
  return { values, ...state, ...(text !== undefined && { says: { kind: "bad", text } }) };
}
