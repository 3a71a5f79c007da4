import type { Refuse } from "./problem.ts";
import type { Router } from "./router.ts";

/** Answers 405 with Allow where the path is known and the method is not (RFC 9110 §15.5.6). Call it after all routes. */
export function answerWrongMethod(app: Router, refuse: Refuse): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL" || path.endsWith("*")) continue;
    const known = methods.get(path) ?? new Set();
    methods.set(path, known.add(method));
    // Hono answers HEAD with the GET handler.
    if (method === "GET") known.add("HEAD");
  }
  for (const [path, known] of methods) {
    const allow = [...known].sort().join(", ");
    app.all(path, (c) => refuse(c, { code: "method_not_allowed" }, { Allow: allow }));
  }
}
