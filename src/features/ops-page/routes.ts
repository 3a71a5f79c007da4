import { readFileSync } from "node:fs";
import { pageCsp, serveAssets } from "../../http/own-pages.ts";
import { type Router, createRouter } from "../../http/router.ts";

const PAGE_DIRECTORY = new URL("page/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, PAGE_DIRECTORY), "utf8");

/** The operators' page and its scripts and styles, read once. Whoever mounts it asks for the operators' password. */
export function opsPageRoutes(): Router {
  const router = createRouter();
  const page = read("ops.html").replaceAll(/<!-- include ([a-z]+\.html) -->/g, (_, file: string) =>
    read(file),
  );
  router.get("/ops", (c) => c.html(page, 200, { "Content-Security-Policy": pageCsp() }));
  serveAssets(router, "/ops/assets", PAGE_DIRECTORY);
  return router;
}
