import { readFileSync } from "node:fs";
import { Hono } from "hono";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES = [
  ["/", "inbox.html", "text/html; charset=utf-8"],
  ["/inbox.css", "inbox.css", "text/css; charset=utf-8"],
  ["/inbox.js", "inbox.js", "text/javascript; charset=utf-8"],
] as const;

/** The inbox for people: three files, read once. */
export function pageRoutes(): Hono {
  const app = new Hono();
  for (const [path, file, type] of FILES) {
    const text = readFileSync(new URL(`./page/${file}`, import.meta.url), "utf8");
    app.get(path, (c) =>
      c.body(text, 200, {
        "Content-Type": type,
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
      }),
    );
  }
  return app;
}
