import { html } from "hono/html";
import type { Config } from "../config.ts";
import { readableOn } from "../domain/contrast.ts";
import { FAILURES, type Failure, type FailureCode, type StatusOf } from "../domain/failure.ts";
import type { Locale } from "../domain/locale.ts";
import type { Context } from "../http/environment.ts";
import { preferredLocale } from "../http/locale.ts";
import { ownOrigins } from "../http/own-origin.ts";
import { pageCsp } from "../http/own-pages.ts";
import type { Account } from "../postgres/users.ts";
import { type Assets, readAssets } from "./assets.ts";
import { METER_WORDS } from "./meter/words.ts";
import { packagePaths } from "./packages.ts";
import { sayFailure } from "./sayings.ts";
import { COMMON_WORDS } from "./words/all.ts";

/** Markup in which every value is escaped. */
export type Html = ReturnType<typeof html>;

/** What a page answers. */
export type Answer = Response | Promise<Response>;

/** What all pages of one service share, made once at boot. */
export type Site = {
  config: Config;
  assets: Assets;
  origins: ReadonlySet<string>;
  /** The path of PUBLIC_URL with a slash at its end: every link of a page begins with it. */
  root: string;
  headers: Readonly<Record<string, string>>;
  /** The language of the browser that asks. */
  localeOf(c: Context): Locale;
};

/** How a form stands that was sent before. */
export type FormState = {
  status?: StatusOf<FailureCode>;
  /** What was typed, to be there again; never a password. */
  values?: Readonly<Record<string, string>>;
  /** What is wrong with a field, by its name. */
  errors?: Readonly<Record<string, string>>;
  says?: { kind: "good" | "bad"; text: string };
};

type Page = {
  title: string;
  /** The name of its script, without .js. */
  script?: string;
  /** The names of its own styles beside those of all pages, without .css. */
  styles?: readonly string[];
  /** Who is signed in. */
  account?: Account;
  state?: FormState;
  body: Html;
};

const METER_FACTS = Object.entries({ METER_WORDS, PACKAGES: packagePaths })
  .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
  .join("");

export function createSite(config: Config): Site {
  const color = config.EMAIL_ACCENT_COLOR;
  const brand = `:root { --brand: ${color}; --on-brand: ${readableOn(color)}; }\n`;
  const targets = [...new Set(config.RETURN_URLS.map((url) => new URL(url).origin))];
  return {
    config,
    assets: readAssets({ "brand.css": brand, "meter-facts.js": METER_FACTS }),
    origins: ownOrigins(config),
    // Two slashes at its beginning would make a host of what follows.
    root: new URL(`${config.PUBLIC_URL}/`).pathname.replaceAll(/\/+/g, "/"),
    headers: {
      // A form's answer may lead on to where operators allow it.
      "Content-Security-Policy": pageCsp(["'self'", ...targets].join(" ")),
      // With no-referrer browsers would not say whose form is posted (Fetch, "append a request Origin header").
      "Referrer-Policy": "same-origin",
      Vary: "Accept-Language, Cookie",
    },
    localeOf: (c) => preferredLocale(c, config.EMAIL_LOCALE),
  };
}

/** Answers with a page, written whole in the language of its reader: it works without a script. */
export function showPage(
  c: Context,
  site: Site,
  { title, script, styles = [], account, state = {}, body }: Page,
): Answer {
  const locale = site.localeOf(c);
  const words = COMMON_WORDS[locale];
  const { PRODUCT_NAME: product } = site.config;
  const assets = `${site.root}pages/${site.assets.release}/`;
  const isWrong = state.says?.kind === "bad" || Object.keys(state.errors ?? {}).length > 0;
  const page = html`<!doctype html>
    <html lang="${locale}" dir="${words.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${isWrong ? `${words.error}: ` : ""}${title} · ${product}</title>
        <link rel="icon" href="data:," />
        ${["brand", "page", ...styles].map(
          (name) => html`<link rel="stylesheet" href="${assets}${name}.css" />`,
        )}
        ${
          script === undefined
            ? ""
            : html`<script type="module" src="${assets}${script}.js"></script>`
        }
      </head>
      <body>
        <header>
          <p class="brand"><bdi>${product}</bdi></p>
          ${account === undefined ? "" : navigation(c, site, words.nav)}
        </header>
        <main>${body}</main>
      </body>
    </html>`;
  return c.html(page, state.status ?? 200, { ...site.headers, "Content-Language": locale });
}

function navigation(c: Context, { root }: Site, words: (typeof COMMON_WORDS)[Locale]["nav"]): Html {
  // Also where one of its forms was refused, which is below it.
  const [, current] = c.req.path.split("/");
  const link = (page: "welcome" | "account"): Html =>
    html`<a href="${root}${page}" ${page === current ? html`aria-current="page"` : ""}
      >${words[page]}</a
    >`;
  return html`<nav>
    ${link("welcome")} ${link("account")}
    <form method="post" action="${root}logout">
      <button type="submit" class="link">${words.signOut}</button>
    </form>
  </nav>`;
}

/**
 * What a page shows of a refusal: at the field that it is about, or above the form. Its status is the refusal's, but for
 * 401, which asks browsers for credentials that no page takes.
 */
export function stateOfFailure(
  c: Context,
  site: Site,
  failure: Failure,
  field?: string,
): Pick<FormState, "status" | "errors" | "says"> {
  const text = sayFailure(site.localeOf(c), failure);
  const { status } = FAILURES[failure.code];
  c.set("failureCode", failure.code);
  if (failure.retryAfterSeconds !== undefined)
    c.header("Retry-After", String(failure.retryAfterSeconds));
  return {
    status: status === 401 ? 403 : status,
    ...(field === undefined ? { says: { kind: "bad", text } } : { errors: { [field]: text } }),
  };
}

/** What a page shows of fields that cannot be read, each with what is wrong with it. */
export function stateOfErrors(
  c: Context,
  errors: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>> = {},
): FormState {
  c.set("failureCode", "invalid_request");
  return { status: FAILURES.invalid_request.status, values, errors };
}
