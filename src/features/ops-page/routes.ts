import { readFileSync, readdirSync } from "node:fs";
import { type Router, createRouter } from "../../http/router.ts";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ASSET_TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

const PAGE_DIRECTORY = new URL("page/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, PAGE_DIRECTORY), "utf8");

/** The operators' page and its scripts and styles, read once. Whoever mounts it asks for the operators' password. */
export function opsPageRoutes(): Router {
  const router = createRouter();
  const page = read("ops.html").replaceAll(/<!-- include ([a-z]+\.html) -->/g, (_, file: string) =>
    read(file),
  );
  router.get("/ops", (c) =>
    c.html(page, 200, {
      "Content-Security-Policy": CSP,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-store",
    }),
  );
  for (const file of readdirSync(PAGE_DIRECTORY)) {
    const type = ASSET_TYPES[file.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    const text = read(file);
    // Modules of two releases must not meet in one page, so that no cache keeps them.
    router.get(`/ops/assets/${file}`, (c) =>
      c.body(text, 200, {
        "Content-Type": type,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
      }),
    );
  }
  return router;
}
