import { readFileSync, readdirSync } from "node:fs";
import type { Router } from "./router.ts";

/** What a page of ours may load and do: its own scripts, styles and API, a favicon of nothing, and forms to where it says. */
export const pageCsp = (formTargets = "'none'"): string =>
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action ${formTargets}; frame-ancestors 'none'`;

/** For what has a name of its own whenever it is another. */
export const KEPT_FOREVER = "public, max-age=31536000, immutable";

const ASSET_TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

/** The type of a script or style by its name; undefined for every other file. */
export const assetTypeOf = (file: string): string | undefined =>
  ASSET_TYPES[file.split(".").at(-1) ?? ""];

/**
 * Serves the scripts and styles of a folder below a path; all of them read once. No cache keeps them, as no answer:
 * modules of two releases must not meet in one page.
 */
export function serveAssets(router: Router, path: string, directory: URL): void {
  for (const file of readdirSync(directory)) {
    const type = assetTypeOf(file);
    if (type === undefined) continue;
    const text = readFileSync(new URL(file, directory), "utf8");
    router.get(`${path}/${file}`, (c) => c.body(text, 200, { "Content-Type": type }));
  }
}
