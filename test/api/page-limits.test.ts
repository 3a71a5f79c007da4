import { afterAll, beforeAll, test, vi } from "vitest";
import type { PolicyName } from "../../src/limits/policies.ts";
import { pageRoutes } from "../../src/pages/routes.ts";
import { openAccount } from "../support/account-page.ts";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { openPageClient, signInByPage } from "../support/page-client.ts";
import { anyFields, pathsOfPages } from "../support/page-paths.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";
import { passCooldown, registerByPage, resendCode } from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** Uses every page and every form as whoever somebody can be there. */
async function useAll(): Promise<void> {
  const { pages, forms } = pathsOfPages(service);
  const { client: signedIn } = await openAccount(service);
  const waiting = await registerByPage(service);
  for (const path of pages) for (const client of [signedIn, waiting.client]) await client.get(path);
  for (const path of forms) {
    const { client, person } = await openAccount(service);
    const known = { ...person, password: "wrong battery" };
    await signInByPage(client, known);
    for (const fields of [known, person])
      await client.post(path, { ...anyFields(fields), new_email: newPerson().email });
    await openPageClient(service).post(path, anyFields(newPerson()));
  }
  await waiting.client.post("/activate", { code: "0000" });
  await passCooldown(service, waiting.person);
  await resendCode(waiting);
}

test("operators see what every page and form spends, and nothing else", async ({ expect }) => {
  const spent = new Map<string, Set<PolicyName>>();
  const { decisions } = service.resources;
  const record = decisions.record.bind(decisions);
  vi.spyOn(decisions, "record").mockImplementation((request) => {
    const names = spent.get(request.route) ?? new Set();
    for (const { policy } of request.standings) names.add(policy);
    spent.set(request.route, names);
    record(request);
  });
  await useAll();
  const { limits } = pageRoutes(service.resources);
  const sorted = (names: Iterable<PolicyName>): PolicyName[] => [...new Set(names)].toSorted();
  const ofPages = [...limits.keys()].toSorted();
  expect(ofPages.map((route) => [route, sorted(spent.get(route) ?? [])])).toEqual(
    ofPages.map((route) => [route, sorted(limits.get(route) ?? [])]),
  );
  const { pages, forms } = pathsOfPages(service);
  const unlisted = [...pages.map((path) => `GET ${path}`), ...forms.map((path) => `POST ${path}`)]
    .filter((route) => !limits.has(route))
    .filter((route) => spent.has(route));
  expect(unlisted).toEqual([]);
});

test("the list of limits names their routes", async ({ expect }) => {
  const ops = operator(service);
  const list = await json(ops.get("/ops/limits"));
  const routesOf = (wanted: string): string[] =>
    list.limits.find(({ name }: { name: string }) => name === wanted).routes;
  expect(routesOf("activate.ip")).toEqual(["POST /auth/activate", "POST /activate"]);
  expect(routesOf("register.ip")).toEqual(["POST /users", "POST /register"]);
  expect(routesOf("password-check.account")).toEqual(
    expect.arrayContaining(["POST /account/password", "POST /account/deletion"]),
  );
});

test("a limit on a page is explained like any other", async ({ expect }) => {
  const ops = operator(service);
  const { email } = await newActivePerson(service);
  const asked = { ip: "198.51.100.9", email, route: "POST /login" };
  const { buckets } = await json(ops.post("/ops/limits/explain", asked));
  expect(buckets.map(({ limit }: { limit: string }) => limit)).toContain("sign-in.ip");
});
