import { accepts } from "hono/accepts";
import type { Failure } from "../domain/failure.ts";
import type { Context } from "../http/environment.ts";
import { failureOf } from "../http/faults.ts";
import { type Form, readForm } from "../http/form.ts";
import { isFromOwnPage } from "../http/own-origin.ts";
import type { RouteLimits } from "../http/limit-routes.ts";
import { PAGE_CALLER_LIMITS, type PageCaller, pageCaller } from "../http/page-caller.ts";
import { type Refuse, problem } from "../http/problem.ts";
import { type Router, createRouter } from "../http/router.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Resources } from "../resources.ts";
import type { Answer, Site } from "./site.ts";
import { showTrouble } from "./trouble.ts";

type Limits = readonly PolicyName[];

/**
 * Where pages stand: what goes wrong with one is told by a page, only forms of our own pages do anything, and who is not
 * signed in is led to the sign-in, from where he comes back.
 */
export type PageRouter = {
  router: Router;
  /** Where forms are posted. */
  formPaths: ReadonlySet<string>;
  /** What is spent where, for operators to see. */
  limits: RouteLimits;
  /** Answers what no route takes: a browser that shows it to somebody with a page, all else with a problem. */
  refuse: Refuse;
  get(path: string, limits: Limits, handler: (c: Context) => Answer): void;
  /** For a form of our own pages; its parameters that have a value, each once. */
  post(path: string, limits: Limits, handler: (c: Context, form: Form) => Answer): void;
  /** The same for who is signed in; what every page of his spends is among the limits. */
  getOwn(path: string, handler: (c: Context, caller: PageCaller) => Answer): void;
  postOwn(
    path: string,
    limits: Limits,
    handler: (c: Context, caller: PageCaller, form: Form) => Answer,
  ): void;
};

export function createPageRouter(site: Site, resources: Resources): PageRouter {
  const router = createRouter();
  const formPaths = new Set<string>();
  const tell = (c: Context, failure: Failure): Answer => showTrouble(c, site, failure);
  router.onError((error, c) => tell(c, failureOf(error, c, resources.log)));

  async function asCaller(c: Context, go: (caller: PageCaller) => Answer): Promise<Response> {
    const caller = await pageCaller(c, resources);
    if (caller.ok) return go(caller.value);
    if (caller.failure.code !== "signed_out") return tell(c, caller.failure);
    return leadToSignIn(c, site);
  }

  const limitsOf = new Map<string, Limits>();
  const get: PageRouter["get"] = (path, limits, handler) => {
    if (limits.length > 0) limitsOf.set(`GET ${path}`, limits);
    router.get(path, handler);
  };
  const post: PageRouter["post"] = (path, limits, handler) => {
    if (limits.length > 0) limitsOf.set(`POST ${path}`, limits);
    formPaths.add(path);
    router.post(path, async (c) => {
      if (!isFromOwnPage(c, site.origins)) return tell(c, { code: "cross_site" });
      const form = await readForm(c);
      return form.ok ? handler(c, form.value) : tell(c, form.failure);
    });
  };
  return {
    router,
    formPaths,
    limits: limitsOf,
    refuse(c, failure, headers = {}) {
      if (!wantsPage(c)) return problem(c, failure, headers);
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      return tell(c, failure);
    },
    get,
    post,
    getOwn: (path, handler) =>
      get(path, PAGE_CALLER_LIMITS, (c) => asCaller(c, (caller) => handler(c, caller))),
    postOwn: (path, limits, handler) =>
      post(path, [...PAGE_CALLER_LIMITS, ...limits], (c, form) =>
        asCaller(c, (caller) => handler(c, caller, form)),
      ),
  };
}

// As browsers do when they open an address: scripts and clients of the API name other types, or any.
const wantsPage = (c: Context): boolean =>
  accepts(c, {
    header: "Accept",
    supports: ["application/json", "text/html"],
    default: "application/json",
  }) === "text/html";

/** Leads on after a form, to one of our pages: the browser asks for it by GET, and a reload sends nothing again. */
export const leadTo = (c: Context, { root }: Site, page: string): Response =>
  c.redirect(`${root}${page}`, 303);

/** Leads who is not signed in, or no longer, to the sign-in, from where he comes back; a form that was sent is said to be lost. */
export function leadToSignIn(c: Context, site: Site): Response {
  c.set("failureCode", "signed_out");
  const next = c.req.path.split("/")[1] ?? "";
  const done = c.req.method === "POST" ? { done: "signed-out-meanwhile" } : {};
  return leadTo(c, site, `login?${new URLSearchParams({ next, ...done })}`);
}
