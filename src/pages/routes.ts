import type { Resources } from "../resources.ts";
import { accountPage } from "./account/account.ts";
import { activatePage } from "./activate/activate.ts";
import { serveAssets } from "./assets.ts";
import { forgotPage } from "./forgot/forgot.ts";
import { loginPage } from "./login/login.ts";
import { servePackages } from "./packages.ts";
import { type PageRouter, createPageRouter } from "./page-router.ts";
import { registerPage } from "./register/register.ts";
import { resetPage } from "./reset/reset.ts";
import { createSite } from "./site.ts";
import { undoPage } from "./undo/undo.ts";
import { welcomePage } from "./welcome/welcome.ts";

/** The web pages: HTML that works by itself, and scripts that make it nicer. */
export function pageRoutes(resources: Resources): PageRouter {
  const site = createSite(resources.config);
  const pages = createPageRouter(site, resources);
  registerPage(pages, site, resources);
  activatePage(pages, site, resources);
  loginPage(pages, site, resources);
  forgotPage(pages, site, resources);
  resetPage(pages, site, resources);
  undoPage(pages, site, resources);
  welcomePage(pages, site);
  accountPage(pages, site, resources);
  servePackages(pages.router);
  serveAssets(pages.router, site.assets);
  return pages;
}
