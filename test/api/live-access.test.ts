import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { Refused, openEvents } from "../support/live.ts";
import { operator } from "../support/operator.ts";
import { PAGE_ORIGIN, openPageClient, signInByPage } from "../support/page-client.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", COOKIES: "plain" });
});
afterAll(() => service[Symbol.asyncDispose]());

const asPage = (cookies: ReadonlyMap<string, string>): Record<string, string> => ({
  cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
});
const signedInPage = async (): Promise<Record<string, string>> => {
  const client = openPageClient(service);
  await signInByPage(client, await newActivePerson(service));
  return asPage(client.cookies);
};
const statusOf = (opening: Promise<AsyncDisposable>): Promise<number> =>
  opening.then(
    async (page) => {
      await page[Symbol.asyncDispose]();
      return 200;
    },
    (error: unknown) => (error instanceof Refused ? error.status : 0),
  );

test("a page of ours by its cookie, and no page of others with it", async ({ expect }) => {
  const cookie = await signedInPage();
  const ask = (headers: Record<string, string>): Promise<number> =>
    statusOf(openEvents(service, { ...cookie, ...headers }));
  for (const own of [
    {},
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    { origin: PAGE_ORIGIN },
  ])
    expect(await ask(own as Record<string, string>)).toBe(200);
  for (const foreign of [
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site" },
    { origin: "https://evil.test" },
    { origin: "null" },
  ])
    expect(await ask(foreign as Record<string, string>)).toBe(403);
});

test("a ticket is given to a page of ours by its cookie, and to no page of others", async ({
  expect,
}) => {
  const cookie = await signedInPage();
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (
      await service.request("/live/tickets", {
        method: "POST",
        headers: { ...cookie, ...headers },
      })
    ).status;
  expect(await ask({ origin: PAGE_ORIGIN })).toBe(201);
  expect(await ask({ origin: PAGE_ORIGIN, "sec-fetch-site": "same-origin" })).toBe(201);
  for (const headers of [
    {},
    { origin: "https://evil.test" },
    { origin: `${PAGE_ORIGIN}.evil.test` },
    { origin: "null" },
    { origin: PAGE_ORIGIN, "sec-fetch-site": "same-site" },
  ])
    expect(await ask(headers as Record<string, string>)).toBe(403);
});

test("nobody without a session, with one that ended, or with a token that is none", async ({
  expect,
}) => {
  const { tokens } = await newSignedIn(service);
  const cookie = await signedInPage();
  const forms: Record<string, string>[] = [
    {},
    { authorization: "Bearer x" },
    { authorization: `Basic ${btoa("a@b.co:x")}` },
    { cookie: "latchkey-session=x" },
  ];
  expect(await statusOf(openEvents(service, bearer(tokens)))).toBe(200);
  await sendAs(service, tokens, "DELETE", "/sessions/current");
  await service.resources.pool.query("update sessions set ended_at = now(), end_reason = 'x'");
  for (const headers of [...forms, bearer(tokens), cookie]) {
    expect(await statusOf(openEvents(service, headers))).toBe(401);
    const ticket = { method: "POST", headers: { ...headers, origin: PAGE_ORIGIN } };
    expect((await service.request("/live/tickets", ticket)).status).toBe(401);
  }
});

test("as many pages of one account and of one network as there may be, and again when one is closed", async ({
  expect,
}) => {
  await using small = await startService({
    LIVE_CONNECTIONS_PER_USER: "2",
    LIVE_CONNECTIONS_PER_IP: "3",
    LIVE_CONNECTIONS_MAX: "4",
  });
  const [first, second, third] = [
    (await newSignedIn(small)).tokens,
    (await newSignedIn(small)).tokens,
    (await newSignedIn(small)).tokens,
  ];
  const [here, there] = [randomAddress(), randomAddress()];
  const open = (tokens: typeof first, from: string): ReturnType<typeof openEvents> =>
    openEvents(small, bearer(tokens), {}, from);
  await using stack = new AsyncDisposableStack();
  const page = stack.use(await open(first, here));
  stack.use(await open(first, there));
  expect(await statusOf(open(first, there))).toBe(429);
  stack.use(await open(second, here));
  stack.use(await open(third, here));
  expect(await statusOf(open(second, here))).toBe(429);
  expect(await statusOf(open(second, there))).toBe(429);
  await page[Symbol.asyncDispose]();
  stack.use(await open(second, there));
  const refused = await small.request("/live/events", { headers: bearer(third), from: there });
  expect(await json(refused)).toMatchObject({ code: "too_many_connections", retry_after: 30 });
  const metrics = await operator(small).get("/metrics");
  const text = await metrics.text();
  expect(text).toMatch(/latchkey_live_connections\{transport="sse"\} 4/);
  expect(text).toMatch(/latchkey_live_refusals_total\{code="too_many_connections"\} 4/);
  expect(text).toMatch(/latchkey_live_closed_total\{transport="sse",reason="gone"\} 1/);
});

test("what is asked for wrongly is told, and HEAD opens nothing", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const ask = (
    path: string,
    more: Record<string, string> = {},
    method = "GET",
  ): Promise<Response> =>
    service.request(path, { method, headers: { ...bearer(tokens), ...more } });
  const wrong = await ask("/live/events?after=yesterday");
  expect(wrong.status).toBe(422);
  expect(await json(wrong)).toMatchObject({ errors: [{ field: "after" }] });
  const header = await ask("/live/events", { "last-event-id": "x" });
  expect(header.status).toBe(422);
  const before = service.resources.live.hub.counts().sse;
  expect((await ask("/live/events", {}, "HEAD")).status).toBe(200);
  expect(service.resources.live.hub.counts().sse).toBe(before);
  const plain = await ask("/live?ticket=x");
  expect([plain.status, plain.headers.get("upgrade")]).toEqual([426, "websocket"]);
});

test("no line of the log has an address or a ticket", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const ticket = (await json(sendAs(service, tokens, "POST", "/live/tickets"))).ticket as string;
  await service.request(`/live?ticket=${ticket}`);
  const log = service.logLines.join("");
  expect(log).toContain('"route":"/live"');
  for (const text of [person.email, ticket]) expect(log).not.toContain(text);
});
