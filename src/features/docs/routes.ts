import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type FailureCode, FAILURES } from "../../domain/failure.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { writeDocument } from "./document.ts";

const JAVASCRIPT = "text/javascript; charset=utf-8";
const CSS = "text/css; charset=utf-8";
const ASSET_CACHE = "public, max-age=3600";

// Swagger UI writes style attributes, and shows its icons from data URLs.
const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Latchkey API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<main id="docs"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

const START = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, defaultModelsExpandDepth: 0, validatorUrl: null });
`;

const { resolve } = createRequire(import.meta.url);
/** Of Swagger UI's package: name and type. Read when they are asked for, which browsers do once an hour. */
const ASSETS = [
  ["swagger-ui.css", CSS],
  ["swagger-ui-bundle.js", JAVASCRIPT],
] as const;

/** The API document of everything mounted on the app so far, a page to read it, and a word on each problem type. */
export function docsRoutes(app: Router): Router {
  const router = createRouter();
  // Written once, for whoever asks first: at the start it would cost each instance time and memory.
  let document: string | undefined;

  router.get("/openapi.json", (c) => {
    document ??= writeDocument(app);
    return c.body(document, 200, { "Content-Type": "application/json" });
  });
  router.get("/docs", (c) => c.html(PAGE, 200, { "Content-Security-Policy": PAGE_CSP }));
  router.get("/docs/start.js", (c) =>
    c.body(START, 200, { "Content-Type": JAVASCRIPT, "Cache-Control": ASSET_CACHE }),
  );
  for (const [file, type] of ASSETS)
    router.get(`/docs/${file}`, async (c) => {
      const bytes = await readFile(resolve(`swagger-ui-dist/${file}`));
      return c.body(new Uint8Array(bytes), 200, {
        "Content-Type": type,
        "Cache-Control": ASSET_CACHE,
      });
    });

  router.get("/problems/:code", (c) => {
    const code = c.req.param("code");
    if (!isFailureCode(code)) return problem(c, { code: "not_found" });
    const { status, title } = FAILURES[code];
    return c.text(`${code}\n\n${title}. Its HTTP status is ${status}.\n`);
  });
  return router;
}

const isFailureCode = (text: string): text is FailureCode => Object.hasOwn(FAILURES, text);
