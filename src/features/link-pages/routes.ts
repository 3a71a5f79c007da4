import { readFileSync, readdirSync } from "node:fs";
import { readableOn } from "../../domain/contrast.ts";
import { LOCALES } from "../../domain/locale.ts";
import { preferredLocale } from "../../http/locale.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { PAGES, writePage } from "./pages.ts";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ASSET_TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};
const PAGE_DIRECTORY = new URL("page/", import.meta.url);

/**
 * The pages that the links of mails lead to, written and read once. What a link carries stands behind its #, which no
 * server sees; a GET changes nothing, because programs that look into mail make it before its reader does.
 */
export function linkPageRoutes({ config }: Pick<Resources, "config">): Router {
  const router = createRouter();
  const facts = {
    product: config.PRODUCT_NAME,
    passwordMin: config.PASSWORD_MIN,
    resetLifeMs: config.RESET_LIFE_MINUTES * 60_000,
  };
  for (const page of PAGES) {
    const texts = new Map(LOCALES.map((locale) => [locale, writePage(page, locale, facts)]));
    router.get(`/${page}`, (c) => {
      const locale = preferredLocale(c, config.EMAIL_LOCALE);
      return c.html(texts.get(locale) ?? "", 200, {
        "Content-Security-Policy": CSP,
        "Content-Language": locale,
        Vary: "Accept-Language",
      });
    });
  }
  const color = config.EMAIL_ACCENT_COLOR;
  const assets = new Map([
    ["brand.css", `:root { --brand: ${color}; --on-brand: ${readableOn(color)}; }\n`],
  ]);
  for (const file of readdirSync(PAGE_DIRECTORY))
    if (!file.endsWith(".html"))
      assets.set(file, readFileSync(new URL(file, PAGE_DIRECTORY), "utf8"));
  for (const [file, text] of assets)
    router.get(`/pages/${file}`, (c) =>
      c.body(text, 200, {
        "Content-Type": ASSET_TYPES[file.split(".").at(-1) ?? ""] ?? "",
      }),
    );
  return router;
}
