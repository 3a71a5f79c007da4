import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { KEPT_FOREVER, assetTypeOf } from "../http/own-pages.ts";
import type { Router } from "../http/router.ts";

const PAGES = new URL("./", import.meta.url);
// A worker is under the policy of its own file, not of its page's.
const SCRIPT_CSP = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";

/** Scripts and styles of the pages, each under its own name, and what names this release of them. */
export type Assets = {
  files: ReadonlyMap<string, { text: string; type: string }>;
  release: string;
};

/** Reads the scripts and styles of all pages, beside those that are given. */
export function readAssets(made: Readonly<Record<string, string>>): Assets {
  const texts = new Map(Object.entries(made));
  for (const path of readdirSync(PAGES, { recursive: true, encoding: "utf8" }).toSorted()) {
    const name = path.split("/").at(-1) ?? "";
    if (assetTypeOf(name) === undefined) continue;
    if (texts.has(name)) throw new Error(`two assets have the name ${name}`);
    texts.set(name, readFileSync(new URL(path, PAGES), "utf8"));
  }
  const files = [...texts].map(
    ([name, text]) => [name, { text, type: assetTypeOf(name) ?? "" }] as const,
  );
  const hash = createHash("sha256").update(JSON.stringify([...texts]));
  return { files: new Map(files), release: hash.digest("base64url").slice(0, 12) };
}

/**
 * Serves them below a name of this release, for which browsers keep them. A page of another release, which a second
 * instance may have written, gets what is here, and keeps nothing.
 */
export function serveAssets(router: Router, { files, release }: Assets): void {
  router.get("/pages/:release/:file", (c) => {
    const { release: asked, file } = c.req.param();
    const found = files.get(file);
    if (!found) return c.notFound();
    const isThis = asked === release;
    return c.body(found.text, 200, {
      "Content-Type": found.type,
      "Content-Security-Policy": SCRIPT_CSP,
      ...(isThis ? { "Cache-Control": KEPT_FOREVER } : {}),
    });
  });
}
