import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Admin, idOf, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import type { Person } from "../support/client.ts";
import { type OwnRedis, startOwnRedis } from "../support/own-redis.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, signIn } from "../support/session.ts";

let redis: OwnRedis;
let service: TestService;
let admin: Admin;
beforeAll(async () => {
  redis = await startOwnRedis();
  service = await startService({ REDIS_URL: redis.url });
  admin = await newAdmin(service);
  const tight = { quota: "3/1d", reason: "a test" };
  await operator(service).put("/ops/limits/sign-in.failures", tight, '"0"');
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

const guess = async (person: Person, times: number): Promise<void> => {
  for (let i = 0; i < times; i++) await signIn(service, { ...person, password: randomUUID() });
};
const locksOf = async (id: string): Promise<{ limit: string; until: string }[]> =>
  (await json(admin.get(`/admin/users/${id}`))).sign_in_locks;
const unlocksOf = (id: string): Promise<unknown[]> =>
  admin.audit(`account_id=${id}&action=admin.user_unlocked`);

describe("an account", () => {
  test("is shown with its sessions, its mail and its entries of the trail", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const id = await idOf(service, person);
    const show = (): Promise<{ audit: string; mail: { newest: string } }> =>
      json(admin.get(`/admin/users/${id}`));
    // Its mail is noted as sent a moment after it came.
    await expect.poll(async () => (await show()).mail.newest).toBe("sent");
    const shown = await show();
    expect(shown).toMatchObject({
      id,
      email: person.email,
      status: "active",
      role: "user",
      sessions: [{ id: tokens.session_id, client_id: null, ip: expect.stringMatching(/^198\./) }],
      mail: { newest: "sent", is_suppressed: false },
      sign_in_locks: [],
    });
    const { entries } = await json(admin.get(shown.audit));
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      "session.created",
      "user.activated",
      "user.registered",
    ]);
    expect(JSON.stringify(shown)).not.toContain("argon2");
  });

  test("of nobody is not found", async ({ expect }) => {
    for (const id of [randomUUID(), "1", "me"]) {
      expect((await admin.get(`/admin/users/${id}`)).status, id).toBe(404);
      expect((await admin.unlock(id)).status, id).toBe(404);
    }
    expect((await admin.unlock(randomUUID())).status).toBe(404);
  });
});

describe("unlocking", () => {
  test("lets an owner sign in whom strangers' guesses kept out, and is written down", async ({
    expect,
  }) => {
    const { person } = await newSignedIn(service);
    const [id, other] = [await idOf(service, person), (await newSignedIn(service)).person];
    await guess(person, 4);
    await guess(other, 4);
    expect((await signIn(service, person)).status).toBe(429);
    expect(await locksOf(id)).toEqual([
      { limit: "sign-in.failures", until: expect.stringMatching(/Z$/) },
    ]);

    expect((await admin.unlock(id)).status).toBe(204);
    expect(await locksOf(id)).toEqual([]);
    expect((await signIn(service, person)).status).toBe(201);
    expect((await signIn(service, other)).status).toBe(429);
    expect(await unlocksOf(id)).toMatchObject([
      { actor: { kind: "admin", name: admin.id }, details: {} },
    ]);
  });

  test("clears what is counted by account too, and where there is nothing it does no harm", async ({
    expect,
  }) => {
    const { person } = await newSignedIn(service);
    const id = await idOf(service, person);
    const { limiter } = service.resources;
    const { identifySpender } = await import("../../src/http/limit.ts");
    const subject = { emailNormalised: person.email, accountId: id };
    const spender = identifySpender(service.resources, "", subject);
    const names = [
      "password-check.account",
      "reset.address",
      "otp-send.address",
      "otp-send.reserve",
    ] as const;
    for (let i = 0; i < 10; i++) await limiter.spend(names, spender);
    expect((await locksOf(id)).map(({ limit }) => limit)).toEqual(names);
    for (let i = 0; i < 2; i++) expect((await admin.unlock(id)).status).toBe(204);
    expect(await locksOf(id)).toEqual([]);
  });
});

test("without Redis an account can be seen and disabled, and its sessions are dead at once", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const id = await idOf(service, person);
  await redis.kill();
  expect(await json(admin.get(`/admin/users/${id}`))).toMatchObject({ id, sign_in_locks: null });
  expect((await getMeAs(service, tokens)).status).toBe(200);
  // Nothing was cleared, so nothing is written down.
  expect((await admin.unlock(id)).status).toBe(503);
  expect(await unlocksOf(id)).toEqual([]);
  expect((await admin.patch(id, { disabled: true })).status).toBe(200);
  expect((await getMeAs(service, tokens)).status).toBe(401);
});
