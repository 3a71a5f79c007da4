import type { Failure } from "../domain/failure.ts";
import type { Context } from "../http/environment.ts";
import { failureOf } from "../http/faults.ts";
import { type Form, readForm } from "../http/form.ts";
import { isFromOwnPage } from "../http/own-origin.ts";
import { type PageCaller, pageCaller } from "../http/page-caller.ts";
import { type Router, createRouter } from "../http/router.ts";
import type { Resources } from "../resources.ts";
import type { Answer, Site } from "./site.ts";
import { showTrouble } from "./trouble.ts";

/**
 * Where pages stand: what goes wrong with one is told by a page, only forms of our own pages do anything, and who is not
 * signed in is led to the sign-in, from where he comes back.
 */
export type PageRouter = {
  router: Router;
  /** Where forms are posted. */
  formPaths: ReadonlySet<string>;
  get(path: string, handler: (c: Context) => Answer): void;
  /** For a form of our own pages; its parameters that have a value, each once. */
  post(path: string, handler: (c: Context, form: Form) => Answer): void;
  /** The same for who is signed in. */
  getOwn(path: string, handler: (c: Context, caller: PageCaller) => Answer): void;
  postOwn(path: string, handler: (c: Context, caller: PageCaller, form: Form) => Answer): void;
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

  const get: PageRouter["get"] = (path, handler) => void router.get(path, handler);
  const post: PageRouter["post"] = (path, handler) => {
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
    get,
    post,
    getOwn: (path, handler) => get(path, (c) => asCaller(c, (caller) => handler(c, caller))),
    postOwn: (path, handler) =>
      post(path, (c, form) => asCaller(c, (caller) => handler(c, caller, form))),
  };
}

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
