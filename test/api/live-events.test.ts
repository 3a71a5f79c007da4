import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test, vi } from "vitest";
import { createAccessTokens } from "../../src/tokens/access-tokens.ts";
import { idOf, newAdmin } from "../support/admin.ts";
import { activate, getMe, newPerson, register, registerNew } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { openEvents, untilRead } from "../support/live.ts";
import { openFaultProxy, through } from "../support/fault-proxy.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000" });
});
afterAll(() => service[Symbol.asyncDispose]());

test("a page is greeted, told what it missed and what comes, and by no address at all", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  await untilRead(service, tokens);
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
  await untilRead(service, tokens);
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
  await untilRead(both, admin.tokens);
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
  await untilRead(service, admin.tokens);
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
  await expect.poll(() => alone.logLines.join()).toContain("a live notice is lost");
  await redis.del(key);
  await using page = await openEvents(alone, bearer(tokens));
  const next = await newActivePerson(alone);
  const told = await page.noticed(1);
  expect(told.at(-1)?.email[0]).toBe(next.email[0]);
});

test("a Postgres that is away ends nobody's page, and keeps none from its notices", async ({
  expect,
}) => {
  const databaseUrl = await createDatabase();
  const proxy = await openFaultProxy(Number(new URL(databaseUrl).port));
  await using alone = await startService({ DATABASE_URL: through(databaseUrl, proxy) });
  const { tokens } = await newSignedIn(alone);
  await untilRead(alone, tokens);
  await using page = await openEvents(alone, bearer(tokens));
  await page.hello();
  await proxy[Symbol.asyncDispose]();
  const isAway = (): boolean => alone.logLines.join("").includes("of ended sessions stay open");
  await vi.waitFor(() => expect(isAway()).toBe(true), { timeout: 10_000 });
  const { live } = alone.resources;
  const [first, second] = [newPerson(), newPerson()].map(({ email }) => ({
    id: randomUUID(),
    email,
    emailNormalised: email,
  }));
  if (first) live.tell("activated", first);
  await page.noticed(1);
  if (second) live.tell("activated", second);
  expect(await page.noticed(2)).toHaveLength(2);
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
    lifeSeconds: 5,
  });
  const { accountId, sessionId } = claims;
  const access_token = short.sign({ accountId, sessionId, clientId: null });
  await using page = await openEvents(service, bearer({ access_token }));
  await using longer = await openEvents(service, bearer(tokens));
  expect(await page.ended).toBe("signed_out");
  await newActivePerson(service);
  expect(await longer.noticed(1)).toHaveLength(1);
});
