import { readableOn } from "../../domain/contrast.ts";
import { LOCALES } from "../../domain/locale.ts";
import { preferredLocale } from "../../http/locale.ts";
import { PAGE_CSP, serveAssets } from "../../http/own-pages.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { PAGES, writePage } from "./pages.ts";

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
        "Content-Security-Policy": PAGE_CSP,
        "Content-Language": locale,
        Vary: "Accept-Language",
      });
    });
  }
  const color = config.EMAIL_ACCENT_COLOR;
  serveAssets(router, "/pages", PAGE_DIRECTORY, {
    "brand.css": `:root { --brand: ${color}; --on-brand: ${readableOn(color)}; }\n`,
  });
  return router;
}
