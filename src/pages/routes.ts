import type { Resources } from "../resources.ts";
import { activatePage } from "./activate/activate.ts";
import { serveAssets } from "./assets.ts";
import { loginPage } from "./login/login.ts";
import { type PageRouter, createPageRouter } from "./page-router.ts";
import { registerPage } from "./register/register.ts";
import { createSite } from "./site.ts";
import { welcomePage } from "./welcome/welcome.ts";

/** The web pages: HTML that works by itself, and scripts that make it nicer. */
export function pageRoutes(resources: Resources): PageRouter {
  const site = createSite(resources.config);
  const pages = createPageRouter(site, resources);
  registerPage(pages, site, resources);
  activatePage(pages, site, resources);
  loginPage(pages, site, resources);
  welcomePage(pages, site);
  serveAssets(pages.router, site.assets);
  return pages;
}
