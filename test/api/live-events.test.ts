import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { createAccessTokens } from "../../src/tokens/access-tokens.ts";
import { idOf, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, register, registerNew } from "../support/client.ts";
import { Refused, openEvents } from "../support/live.ts";
import { operator } from "../support/operator.ts";
import { PAGE_ORIGIN, openPageClient, signInByPage } from "../support/page-client.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000", COOKIES: "plain" });
});
afterAll(() => service[Symbol.asyncDispose]());

test("a page is greeted, told what it missed and what comes, and by no address at all", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  await using first = await openEvents(service, bearer(tokens));
  const { latest, complete } = await first.hello();
  expect(complete).toBe(true);
  const others = [await newActivePerson(service), await newActivePerson(service)];
  const told = await first.noticed(2);
  expect(told.map(({ email }) => email)).toEqual(
    others.map(({ email }) => `${email[0]}***@e***.com`),
  );
  await using asked = await openEvents(service, bearer(tokens), { after: latest ?? "0" });
  expect(await asked.noticed(2)).toEqual(told);
  const headers = { ...bearer(tokens), "last-event-id": told[0]?.id ?? "" };
  await using back = await openEvents(service, headers, { after: "0" });
  expect(await back.noticed(1)).toEqual(told.slice(1));
  expect(back.text()).toContain(`event: notice\nid: ${told[1]?.id}\ndata: {"type":"notice"`);
  for (const { email } of [person, ...others])
    for (const page of [first, asked, back]) expect(page.text()).not.toContain(email);
  const { headers: fields } = first.response;
  expect(fields.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(fields.get("cache-control")).toBe("no-store");
});

test("the address is shown whole where operators want it", async ({ expect }) => {
  await using open = await startService({ LIVE_EMAIL: "full" });
  const { person, tokens } = await newSignedIn(open);
  await using page = await openEvents(open, bearer(tokens), { after: "0" });
  expect((await page.noticed(1))[0]?.email).toBe(person.email);
});

test("five hundred right codes at once are one newcomer, and another try is none", async ({
  expect,
}) => {
  const { tokens } = await newSignedIn(service);
  await using page = await openEvents(service, bearer(tokens));
  const { person, code } = await registerNew(service);
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => activate(service, person, code)),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect((await activate(service, person, code)).status).toBe(409);
  // Whoever comes after them is the second.
  const next = await newActivePerson(service);
  const told = await page.noticed(2);
  expect(told.map(({ email }) => email[0])).toEqual([person.email[0], next.email[0]]);
  expect(new Set(told.map(({ event }) => event))).toEqual(new Set(["activated"]));
});

test("a registration is told only where it is wanted, and then whatever the address is", async ({
  expect,
}) => {
  await using both = await startService({ LIMITS: "off", LIVE_EVENTS: "activated,registered" });
  const { person: active, tokens } = await newSignedIn(both);
  const admin = await newAdmin(both);
  const { person: pending } = await registerNew(both);
  const disabled = await newActivePerson(both);
  await both.resources.pool.query("update users set status = 'disabled' where email = $1", [
    disabled.email,
  ]);
  await using page = await openEvents(both, bearer(admin.tokens));
  await page.hello();
  const nobody = newPerson();
  const all = [active, pending, disabled, nobody];
  for (const { email } of all)
    expect((await register(both, { email, password: newPerson().password })).status).toBe(202);
  // A repeat by its key is no other one, and what is refused is none.
  const key = { "idempotency-key": crypto.randomUUID() };
  const last = newPerson();
  for (let i = 0; i < 3; i++) expect((await register(both, last, key)).status).toBe(202);
  expect((await register(both, { ...newPerson(), password: "password" })).status).toBe(422);
  const final = await newActivePerson(both);
  const told = await page.noticed(7);
  expect(told.map(({ event, email }) => [event, email])).toEqual([
    ...[...all, last, final].map(({ email }) => ["registered", `${email[0]}***@e***.com`]),
    ["activated", `${final.email[0]}***@e***.com`],
  ]);
  const shapes = told.slice(0, 6).map((each) => Object.keys(each).join());
  expect(new Set(shapes).size).toBe(1);
  expect((await getMe(both, active)).status).toBe(200);
  expect((await sendAs(both, tokens, "GET", "/users/me")).status).toBe(200);
});

test("whoever deletes his account, or is deleted, is told of to nobody any more", async ({
  expect,
}) => {
  const admin = await newAdmin(service);
  const { person, tokens } = await newSignedIn(service);
  const { person: second } = await newSignedIn(service);
  await newActivePerson(service);
  await using before = await openEvents(service, bearer(admin.tokens), { after: "0" });
  const { latest } = await before.hello();
  const all = await before.noticed(latest ?? "");
  const [own = "", by = "", kept = ""] = all.slice(-3).map(({ id }) => id);
  const deletion = { current_password: person.password };
  expect((await sendAs(service, tokens, "DELETE", "/users/me", deletion)).status).toBe(204);
  expect((await admin.delete(await idOf(service, second))).status).toBe(204);
  const left = async (): Promise<string[]> => {
    await using page = await openEvents(service, bearer(admin.tokens), { after: "0" });
    return (await page.noticed(kept)).map(({ id }) => id);
  };
  await vi.waitFor(
    async () => {
      const ids = await left();
      expect([own, by, kept].map((id) => ids.includes(id))).toEqual([false, false, true]);
    },
    { timeout: 10_000 },
  );
});

test("a notice that Redis does not take costs nobody his activation", async ({ expect }) => {
  await using alone = await startService();
  const { tokens } = await newSignedIn(alone);
  const { redis, serviceName } = alone.resources;
  const key = `live:{${serviceName}}`;
  await redis.del(key);
  await redis.set(key, "no stream", "PX", 60_000);
  await newActivePerson(alone);
  await vi.waitFor(() => expect(alone.logLines.join()).toContain("a live notice is lost"));
  await redis.del(key);
  await using page = await openEvents(alone, bearer(tokens));
  const next = await newActivePerson(alone);
  const told = await page.noticed(1);
  expect(told.at(-1)?.email[0]).toBe(next.email[0]);
});

describe("who may listen", () => {
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
});

test("it ends when the token does that it was asked for with", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const { signingKeys: keys, config, accessTokens } = service.resources;
  const claims = await accessTokens.verify(tokens.access_token);
  if (!claims) throw new Error("no token");
  const short = createAccessTokens({
    keys,
    issuer: config.PUBLIC_URL,
    audience: config.TOKEN_AUDIENCE,
    lifeSeconds: 2,
  });
  const { accountId, sessionId } = claims;
  const access_token = short.sign({ accountId, sessionId, clientId: null });
  await using page = await openEvents(service, bearer({ access_token }));
  await using longer = await openEvents(service, bearer(tokens));
  expect(await page.ended).toBe("signed_out");
  await newActivePerson(service);
  expect(await longer.noticed(1)).toHaveLength(1);
});

test("what is asked for wrongly is told, and HEAD opens nothing", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    service.request(path, { ...init, headers: { ...bearer(tokens), ...init.headers } });
  const wrong = await ask("/live/events?after=yesterday");
  expect(wrong.status).toBe(422);
  expect(await json(wrong)).toMatchObject({ errors: [{ field: "after" }] });
  const header = await ask("/live/events", { headers: { "last-event-id": "x" } });
  expect(header.status).toBe(422);
  const before = service.resources.live.hub.counts().sse;
  expect((await ask("/live/events", { method: "HEAD" })).status).toBe(200);
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
