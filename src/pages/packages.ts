import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { accepts } from "hono/accepts";
import type { Context } from "../http/environment.ts";
import { KEPT_FOREVER, assetTypeOf } from "../http/own-pages.ts";
import type { Router } from "../http/router.ts";

const require = createRequire(import.meta.url);
const compress = promisify(gzip);
const LEVEL = 9;

/** The estimator of passwords, and what people choose: as their packages have them for browsers. */
const PACKAGES = ["@zxcvbn-ts/core", "@zxcvbn-ts/language-common"];
const SCRIPT = "dist/zxcvbn-ts.js";

type PackageScript = { plain(): Promise<Buffer>; zipped(): Promise<Buffer> };

/** Scripts of packages by the name that they are served as, which has their version; read when they are asked for. */
const SCRIPTS: ReadonlyMap<string, PackageScript> = new Map(
  PACKAGES.map((name) => {
    const { version } = require(`${name}/package.json`) as { version: string };
    const path = require.resolve(`${name}/${SCRIPT}`);
    const plain = once(() => readFile(path));
    // In a thread of zlib's own: no request waits for it but the first.
    const zipped = once(async () => compress(await plain(), { level: LEVEL }));
    return [`${name.split("/")[1]}-${version}.js`, { plain, zipped }];
  }),
);

/** Where they are, from beside a script of a page. */
export const packagePaths = [...SCRIPTS.keys()].map((file) => `../packages/${file}`);

/** Serves them compressed, and for ever: another version has another name. */
export function servePackages(router: Router): void {
  router.get("/pages/packages/:file", async (c) => {
    const script = SCRIPTS.get(c.req.param("file"));
    if (!script) return c.notFound();
    const isZipped = takesGzip(c);
    const body = await (isZipped ? script.zipped() : script.plain());
    return c.body(new Uint8Array(body), 200, {
      "Content-Type": assetTypeOf(SCRIPT) ?? "",
      "Cache-Control": KEPT_FOREVER,
      Vary: "Accept-Encoding",
      ...(isZipped ? { "Content-Encoding": "gzip" } : {}),
    });
  });
}

const takesGzip = (c: Context): boolean =>
  accepts(c, {
    header: "Accept-Encoding",
    supports: ["gzip"],
    default: "identity",
    match: (ranges) => ranges.find(({ type, q }) => type === "gzip" && q > 0)?.type ?? "identity",
  }) === "gzip";

/** Does what takes long at the first call; a failure is not kept. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
