import { html } from "hono/html";
import type { Context } from "../../http/environment.ts";
import type { Account } from "../../postgres/users.ts";
import { isolated } from "../fill.ts";
import { type Answer, type Html, type Site, showPage } from "../site.ts";
import { COMMON_WORDS } from "../words/all.ts";
import { WELCOME_WORDS, type WelcomeWords } from "./words.ts";

/** Who is signed in, and who is new: that list is filled, and kept, by the page's script. */
export function showWelcome(c: Context, site: Site, account: Account): Answer {
  const locale = site.localeOf(c);
  const words = WELCOME_WORDS[locale];
  const { title } = words;
  const body = html`<h1>${title}</h1>
    <p>${words.lead} ${nameOf(account)}</p>
    <section class="part" aria-labelledby="newcomers-title">
      <h2 id="newcomers-title">${words.newcomers}</h2>
      <noscript><p class="hint">${words.noScript}</p></noscript>
      ${liveParts(site, words, COMMON_WORDS[locale].nav.signIn)}
    </section>`;
  return showPage(c, site, { title, script: "welcome", styles: ["welcome"], account, body });
}

const nameOf = ({ username, email }: Account): Html =>
  username === null
    ? html`<strong>${isolated(email)}</strong>`
    : html`<strong><bdi>${username}</bdi></strong> (${isolated(email)})`;

const liveParts = (
  { root }: Site,
  { live: { connecting, ...live } }: WelcomeWords,
  signIn: string,
): Html =>
  html`<div id="live" data-root="${root}" hidden>
    <p class="standing" data-kind="connecting"><span>${connecting}</span></p>
    <p id="sign-in" hidden><a href="${root}login?next=welcome">${signIn}</a></p>
    <ul class="newcomers" role="list" aria-labelledby="newcomers-title"></ul>
    <p class="hint" id="empty" hidden>${live.empty}</p>
    <p class="hint" id="gap" hidden>${live.gap}</p>
    <p class="spoken unseen" role="status"></p>
    ${Object.entries({ connecting, ...live }).map(
      ([name, text]) => html`<template data-text="${name}">${text}</template>`,
    )}
  </div>`;
