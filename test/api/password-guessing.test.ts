import { createSecretKey, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { pseudonym } from "../../src/keys.ts";
import { mintDeviceToken } from "../../src/sessions/device-tokens.ts";
import { json } from "../support/answer.ts";
import { type Person, activate, getMe, newPerson, registerNew } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, signIn } from "../support/session.ts";

const IN_A_ROW_MAX = 100;

let service: TestService;
beforeAll(async () => {
  service = await startService({ HASH_WAIT_MAX_MS: "60000" });
});
afterAll(() => service[Symbol.asyncDispose]());

const wrong = ({ email }: Person): Person => ({ email, password: `wrong-${randomUUID()}` });

// More at once than the pool's connections serve within their deadline is a fault of another kind.
const AT_ONCE = 40;

/** Wrong passwords, each from a network of its own, many at once; how often each status was answered. */
async function guess(
  person: Person,
  times: number,
  attempt: (guess: Person) => Promise<Response> = (guessed) => signIn(service, guessed),
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let done = 0; done < times; done += AT_ONCE) {
    const wave = Array.from({ length: Math.min(AT_ONCE, times - done) }, () => wrong(person));
    for (const { status } of await Promise.all(wave.map(attempt)))
      counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe("wrong passwords from 200 networks", () => {
  test("are compared 100 times at most, and the address is known or not", async ({ expect }) => {
    const known = await newActivePerson(service);
    for (const person of [known, newPerson()]) {
      expect(await guess(person, 200)).toEqual({ 401: IN_A_ROW_MAX, 429: 100 });
      const refused = await signIn(service, wrong(person));
      expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(await json(refused)).toMatchObject({
        code: "rate_limited",
        "violated-policies": ["sign-in.failures"],
      });
    }
    // Not a guess more, also with the right one: nobody learns that it was.
    expect((await signIn(service, known)).status).toBe(429);
  });

  test("do not slow down a device on which the owner signed in before", async ({ expect }) => {
    const person = await newActivePerson(service);
    const { device_token } = await json(signIn(service, person));
    await guess(person, 120);
    expect((await signIn(service, person)).status).toBe(429);
    const answer = await signIn(service, person, { device_token });
    expect(answer.status).toBe(201);
    expect((await json(answer)).device_token).toContain(device_token.split(".")[1]);
  });

  test("are forgotten with a right one in between", async ({ expect }) => {
    const person = await newActivePerson(service);
    expect(await guess(person, 60)).toEqual({ 401: 60 });
    expect((await signIn(service, person)).status).toBe(201);
    expect(await guess(person, 60)).toEqual({ 401: 60 });
  });

  test("right ones are never counted", async ({ expect }) => {
    const person = await newActivePerson(service);
    const rights = await Promise.all(
      Array.from({ length: IN_A_ROW_MAX + 20 }, () => signIn(service, person)),
    );
    expect(rights.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(
      IN_A_ROW_MAX,
    );
    expect((await signIn(service, person)).status).toBe(201);
  });
});

describe("a device token", () => {
  const mint = (person: Person, ageDays: number, key = service.resources.keys.device): string =>
    mintDeviceToken(key, {
      emailNormalised: person.email,
      deviceId: null,
      nowMs: Date.now() - ageDays * 86_400_000,
    });

  test("opens nothing without the password, and has a limit of its own", async ({ expect }) => {
    const person = await newActivePerson(service);
    const device_token = mint(person, 0);
    const counts = await guess(person, 60, (guessed) => signIn(service, guessed, { device_token }));
    expect(counts).toEqual({ 401: 30, 429: 30 });
    // The others are where they were.
    expect(await guess(person, 60)).toEqual({ 401: 60 });
  });

  test("of another address, another service, or too old is none", async ({ expect }) => {
    const person = await newActivePerson(service);
    await guess(person, 120);
    const foreign = await newActivePerson(service);
    const tokens = [
      mint(foreign, 0),
      mint(person, 182),
      mint(person, 0, createSecretKey(Buffer.alloc(32))),
      mint(person, 0).replace(/^\d+/, "99999"),
      "x",
    ];
    for (const device_token of tokens)
      expect((await signIn(service, person, { device_token })).status, device_token).toBe(429);
    expect((await signIn(service, person, { device_token: mint(person, 178) })).status).toBe(201);
  });
});

test("whoever knew an older password, and kept many devices, guesses no more often than all others", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const devices = await Promise.all(
    Array.from({ length: 8 }, async () => (await json(signIn(service, person))).device_token),
  );
  let i = 0;
  const fromDevices = (guessed: Person): Promise<Response> =>
    signIn(service, guessed, { device_token: devices[i++ % devices.length] });
  expect(await guess(person, 200, fromDevices)).toEqual({ 401: IN_A_ROW_MAX, 429: 100 });
  // The owner's way in is the mailbox then.
  expect((await signIn(service, person)).status).toBe(201);
});

describe("at the doors with Basic", () => {
  const atActivation = (person: Person): Promise<Response> => activate(service, person, "0000");

  test("wrong passwords count as well, and then the right one of an active account is wrong", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    expect((await atActivation(person)).status).toBe(409);
    await guess(person, IN_A_ROW_MAX + 1, atActivation);
    expect(await json(atActivation(person))).toMatchObject({ code: "invalid_credentials" });
    expect(await json(getMe(service, person))).toMatchObject({ code: "invalid_credentials" });
    expect((await signIn(service, person)).status).toBe(429);
  });

  test("a thousand of them do not keep a pending owner from his minute", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    expect(await guess(person, 1000, (guessed) => activate(service, guessed, code))).toEqual({
      401: 1000,
    });
    // Nor do they fill the audit trail: what is beyond the limit is in the log.
    const { rows } = await service.resources.pool.query(
      `select count(*)::integer as count from audit_entries
        where action = 'password.check_refused' and address_pseudonym = $1`,
      [pseudonym(service.resources.keys.address, person.email)],
    );
    expect(rows).toEqual([{ count: IN_A_ROW_MAX }]);
    expect((await getMe(service, person)).status).toBe(200);
    expect((await activate(service, person, code)).status).toBe(200);
  });
});

test("every wrong password is written down, for addresses that nobody has too", async ({
  expect,
}) => {
  const known = await newActivePerson(service);
  const { rows: before } = await service.resources.pool.query(
    "select count(*)::integer as count from audit_entries where action = 'session.refused'",
  );
  await guess(known, 3);
  await guess(newPerson(), 2);
  const { rows } = await service.resources.pool.query(
    `select account_id is null as unknown, address_pseudonym, details, ip from audit_entries
      where action = 'session.refused' order by id offset $1`,
    [before[0]?.count],
  );
  expect(rows.map(({ unknown }) => unknown)).toEqual([false, false, false, true, true]);
  for (const row of rows) {
    expect(row).toMatchObject({ details: { reason: "wrong password" }, ip: expect.any(String) });
    expect(row.address_pseudonym).toHaveLength(43);
  }
});
