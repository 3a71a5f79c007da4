import { test } from "vitest";
import { createPathRouter } from "../../src/http/path-router.ts";

const handlersOf = (
  router: ReturnType<typeof createPathRouter<string>>,
  method: string,
  path: string,
): string[] => router.match(method, path)[0].map(([handler]) => handler);

test("a path is found the second time as the first, each method's own handlers in their order", ({
  expect,
}) => {
  const router = createPathRouter<string>();
  router.add("ALL", "*", "first");
  router.add("GET", "/sessions", "list");
  router.add("POST", "/sessions", "open");
  router.add("DELETE", "/sessions/:id", "end one");
  router.add("POST", "/sessions/refresh", "refresh");
  router.add("ALL", "/sessions", "wrong method");
  for (let time = 0; time < 2; time++) {
    expect(handlersOf(router, "GET", "/sessions")).toEqual(["first", "list", "wrong method"]);
    expect(handlersOf(router, "POST", "/sessions")).toEqual(["first", "open", "wrong method"]);
    expect(handlersOf(router, "PUT", "/sessions")).toEqual(["first", "wrong method"]);
    expect(handlersOf(router, "POST", "/sessions/refresh")).toEqual(["first", "refresh"]);
    expect(handlersOf(router, "POST", "/nothing")).toEqual(["first"]);
  }
});

test("parameters are of each request", ({ expect }) => {
  const router = createPathRouter<string>();
  router.add("DELETE", "/sessions/:id", "end one");
  for (const id of ["a", "b"]) {
    const [[found]] = router.match("DELETE", `/sessions/${id}`) as [[string, object][]];
    expect(found).toEqual(["end one", { id }]);
  }
});

test("what is added later is found, also where something was found before", ({ expect }) => {
  const router = createPathRouter<string>();
  router.add("GET", "/docs", "docs");
  expect(handlersOf(router, "GET", "/docs")).toEqual(["docs"]);
  router.add("ALL", "/docs", "wrong method");
  expect(handlersOf(router, "GET", "/docs")).toEqual(["docs", "wrong method"]);
});
