import { html } from "hono/html";
import { codePolicyOf } from "../../code-policy.ts";
import { toRetryAfterSeconds } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import { renderPlain } from "../../email/messages/render.ts";
import type { Context } from "../../http/environment.ts";
import { fill, isolated } from "../fill.ts";
import { codeField, emailField, passwordField, statusLine, submitButton } from "../parts.ts";
import { nextQuery } from "../return-way.ts";
import { sayWhen } from "../sayings.ts";
import { type Answer, type FormState, type Html, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { standingSection } from "./standing.ts";
import type { StandingView } from "./waiting.ts";
import { ACTIVATE_WORDS } from "./words/all.ts";

/** A code of these takes no guess, until there is another one. */
const IS_DEAD = new Set<StandingView["state"]>(["expired", "exhausted"]);

/** The page of a browser that waits for a code: how the mail stands, and where the code is typed. */
export function showWaiting(
  c: Context,
  site: Site,
  { email, standing }: { email: string; standing: StandingView },
  state: FormState = {},
): Answer {
  const locale = site.localeOf(c);
  const [common, words] = [COMMON_WORDS[locale], ACTIVATE_WORDS[locale]];
  const { root, config } = site;
  const { title } = words;
  const next = nextQuery(c);
  // Also where another form's answer is shown.
  const page = `${root}activate${next}`;
  const isDead = IS_DEAD.has(standing.state);
  const body = html`<h1>${title}</h1>
    <p class="lead">${fill(words.lead, { email: isolated(email) })}</p>
    ${statusLine(state)} ${standingSection(site, { locale, page, standing })}
    <form method="post" action="${page}">
      <fieldset role="none" ${isDead ? "disabled" : ""}>
        ${codeField(common, isDead ? { errors: state.errors ?? {} } : state, {
          label: words.code,
          isFirst: state.says === undefined,
          describedBy: "standing-words",
        })}
        ${submitButton(words.submit)}
      </fieldset>
    </form>
    <form method="post" action="${root}activate/resend${next}" class="resend">
      <div class="buttons">
        <button
          type="submit"
          aria-describedby="standing-words"
          ${isDead && state.says === undefined ? html`autofocus` : ""}
        >
          ${words.resend}
        </button>
      </div>
      <div class="room" data-room="${sayResend(locale, codePolicyOf(config).resendLaterMs)}">
        <p class="hint again">${sayResend(locale, standing.resend_in_ms)}</p>
      </div>
    </form>
    <p class="more"><a href="${root}register${next}">${words.otherAddress}</a></p>
    <noscript
      ><p class="more"><a href="${page}">${words.look}</a></p></noscript
    >
    <p class="unseen" role="status"></p>
    ${textsOf(locale)}`;
  return showPage(c, site, { title, script: "activate", styles: ["activate"], state, body });
}

/** The page of any other browser: the password is asked for as well. */
export function showAsked(c: Context, site: Site, state: FormState = {}): Answer {
  const locale = site.localeOf(c);
  const [common, words] = [COMMON_WORDS[locale], ACTIVATE_WORDS[locale]];
  const { root } = site;
  const { title } = words;
  const next = nextQuery(c);
  const body = html`<h1>${title}</h1>
    <p>${words.askedLead}</p>
    ${statusLine(state)}
    <form method="post" action="${root}activate${next}">
      ${emailField(common, state, true)} ${passwordField(common, state)}
      ${codeField(common, state, { label: words.code })} ${submitButton(words.submit)}
    </form>
    <p class="more"><a href="${root}register${next}">${common.nav.register}</a></p>
    <p class="more"><a href="${root}login${next}">${common.nav.signIn}</a></p>`;
  return showPage(c, site, { title, script: "activate", styles: ["activate"], state, body });
}

function sayResend(locale: Locale, resendInMs: number): string {
  if (resendInMs <= 0) return "";
  const when = sayWhen(locale, toRetryAfterSeconds(resendInMs));
  return renderPlain(ACTIVATE_WORDS[locale].resendWhen, { when });
}

/** What the script says when it changes; its numbers and times are filled in there. */
function textsOf(locale: Locale): Html[] {
  const { states, runsOut, triesLeft, digit, resendWhen, resendNow } = ACTIVATE_WORDS[locale];
  const newCode = COMMON_WORDS[locale].says.code_sent;
  const texts = { ...states, runsOut, triesLeft, digit, resendWhen, resendNow, newCode };
  return Object.entries(texts).map(
    ([name, text]) => html`<template data-text="${name}">${text}</template> `,
  );
}
