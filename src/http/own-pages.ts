import { readFileSync, readdirSync } from "node:fs";
import type { Router } from "./router.ts";

/** What a page of ours may load and do: its own scripts, styles and API, and a favicon of nothing. */
export const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ASSET_TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

/**
 * Serves the scripts and styles of a folder below a path; all of them read once. No cache keeps them, as no answer:
 * modules of two releases must not meet in one page.
 */
export function serveAssets(router: Router, path: string, directory: URL): void {
  for (const file of readdirSync(directory)) {
    const type = ASSET_TYPES[file.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    const text = readFileSync(new URL(file, directory), "utf8");
    router.get(`${path}/${file}`, (c) => c.body(text, 200, { "Content-Type": type }));
  }
}
