import { z } from "@hono/zod-openapi";
import { html } from "hono/html";
import { refuse } from "../../domain/failure.ts";
import { endOwnSessions } from "../../features/sessions/end-own-sessions.ts";
import { takeCookie } from "../../http/cookies.ts";
import { originOf } from "../../http/origin.ts";
import type { Session } from "../../postgres/sessions.ts";
import { fill, isolated } from "../fill.ts";
import type { Html } from "../site.ts";
import { timeOf } from "../times.ts";
import { type AccountForm, doneWith } from "./account-form.ts";
import { type Shown, section } from "./section.ts";
import { ACCOUNT_WORDS } from "./words/all.ts";

const idSchema = z.uuid();

export const deviceForm: AccountForm = {
  path: "devices",
  section: "devices",
  async act(c, { site, resources }, { caller, form }) {
    const id = idSchema.safeParse(form.get("id"));
    if (!id.success) return refuse("invalid_request");
    const choice = { only: id.data };
    const origin = originOf(c, resources.config);
    const ended = await endOwnSessions(resources, { ...caller, choice, origin });
    const words = ACCOUNT_WORDS[site.localeOf(c)].devices;
    if (ended.length === 0) return { ...refuse("not_found"), text: words.gone };
    if (id.data !== caller.sessionId) return doneWith("device-signed-out");
    takeCookie(c, resources.config, "session");
    return { to: "login?done=signed-out" };
  },
};

export const othersForm: AccountForm = {
  path: "devices/others",
  section: "devices",
  async act(c, { resources }, { caller }) {
    const choice = { keep: caller.sessionId };
    const origin = originOf(c, resources.config);
    await endOwnSessions(resources, { ...caller, choice, origin });
    return doneWith("others-signed-out");
  },
};

export function devicesSection(shown: Shown): Html {
  const { site, sessions } = shown;
  const words = shown.words.devices;
  return section(
    "devices",
    shown,
    html`<p>${words.lead}</p>
      <ul class="devices">
        ${sessions.map((each, i) => device(shown, each, i))}
      </ul>
      ${
        sessions.length < 2
          ? ""
          : html`<form method="post" action="${site.root}account/devices/others">
              <div class="buttons"><button type="submit">${words.signOutOthers}</button></div>
            </form>`
      }`,
  );
}

function device({ site, locale, words, caller }: Shown, session: Session, i: number): Html {
  const { id, device: name, ip, lastUsedAt } = session;
  const { thisOne, used, signOut } = words.devices;
  return html`<li>
    <div>
      <p class="name">
        <bdi id="device-${i}">${name}</bdi>
        ${id === caller.sessionId ? html`<strong class="tag">${thisOne}</strong>` : ""}
      </p>
      <p class="hint">${fill(used, { time: timeOf(locale, lastUsedAt), place: isolated(ip) })}</p>
    </div>
    <form method="post" action="${site.root}account/devices">
      <input type="hidden" name="id" value="${id}" />
      <button type="submit" id="sign-out-${i}" aria-labelledby="sign-out-${i} device-${i}">
        ${signOut}
      </button>
    </form>
  </li>`;
}
