import { readFileSync, readdirSync } from "node:fs";
import { Hono } from "hono";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

const FOLDER = new URL("page/", import.meta.url);

/** The inbox for people: the files of page/, read once. */
export function pageRoutes(): Hono {
  const app = new Hono();
  for (const file of readdirSync(FOLDER)) {
    const type = TYPES[file.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    const text = readFileSync(new URL(file, FOLDER), "utf8");
    app.get(file === "inbox.html" ? "/" : `/${file}`, (c) =>
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
