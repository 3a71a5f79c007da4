import { html } from "hono/html";
import type { AccountView } from "../../accounts/describe-account.ts";
import type { Locale } from "../../domain/locale.ts";
import type { PageCaller } from "../../http/page-caller.ts";
import type { Session } from "../../postgres/sessions.ts";
import { statusLine } from "../parts.ts";
import type { FormState, Html, Site } from "../site.ts";
import type { CommonWords } from "../words/common.ts";
import type { Section } from "./sections.ts";
import type { AccountWords } from "./words/words.ts";

/** What a part of the page is written from. */
export type Shown = {
  site: Site;
  locale: Locale;
  common: CommonWords;
  words: AccountWords;
  caller: PageCaller;
  /** Null while a store is away that knows. */
  standing: AccountView | null;
  sessions: Session[];
  /** How its form stands that was sent. */
  state: FormState;
};

/** A part of the page. Its name in the page's address leads to how its form went, and otherwise to itself. */
export const section = (name: Section, { words, state }: Shown, body: Html): Html =>
  html`<section
    class="part"
    aria-labelledby="${name}-title"
    ${state.says === undefined ? html`id="${name}"` : ""}
  >
    <h2 id="${name}-title">${words.sections[name]}</h2>
    ${statusLine(state, name)} ${body}
  </section>`;
