import { html } from "hono/html";
import { type AccountView, describeAccount } from "../../accounts/describe-account.ts";
import { UnavailableError } from "../../domain/failure.ts";
import type { Context } from "../../http/environment.ts";
import type { PageCaller } from "../../http/page-caller.ts";
import { attempt } from "../../postgres/pool.ts";
import { listLiveSessions } from "../../postgres/sessions.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { type FormState, type Html, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { deletionSection } from "./deletion.ts";
import { devicesSection } from "./devices.ts";
import { emailSection } from "./email.ts";
import { passwordSection } from "./password.ts";
import { profileSection } from "./profile.ts";
import type { Shown } from "./section.ts";
import { SECTIONS, type Section } from "./sections.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

const WRITTEN_BY: Record<Section, (shown: Shown) => Html> = {
  profile: profileSection,
  password: passwordSection,
  email: emailSection,
  devices: devicesSection,
  deletion: deletionSection,
};

/** The whole page, with how a form of one of its parts went. Throws UnavailableError when Postgres is away. */
export async function showAccount(
  c: Context,
  { site, resources }: { site: Site; resources: Resources },
  caller: PageCaller,
  sent?: { section: Section; state: FormState },
): Promise<Response> {
  const { account } = caller;
  const locale = site.localeOf(c);
  const [common, words] = [COMMON_WORDS[locale], ACCOUNT_WORDS[locale]];
  const [standing, sessions] = await Promise.all([
    readStanding(resources, account),
    attempt(() => listLiveSessions(resources.pool, account.rowId)),
  ]);
  const parts = { site, locale, common, words, caller, standing, sessions };
  const write = (name: Section): Html =>
    WRITTEN_BY[name]({ ...parts, state: sent?.section === name ? sent.state : {} });
  const title = common.nav.account;
  const body = html`<h1 id="title">${title}</h1>
    <nav aria-labelledby="title">
      ${SECTIONS.map((name) => html`<a href="#${name}">${words.sections[name]}</a> `)}
    </nav>
    ${SECTIONS.map(write)}`;
  const state = sent?.state ?? {};
  return showPage(c, site, { title, script: "account", styles: ["account"], account, state, body });
}

// Without Redis nobody knows how a code stands, and all else is there to be seen and changed.
async function readStanding(resources: Resources, account: Account): Promise<AccountView | null> {
  try {
    return await describeAccount(resources, account);
  } catch (error) {
    if (error instanceof UnavailableError) return null;
    throw error;
  }
}
