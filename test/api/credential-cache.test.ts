import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  getMe,
  newPerson,
  register,
  registerNew,
} from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";
import { changePassword, openSession, signIn } from "../support/session.ts";

let service: TestService;
let without: TestService;
beforeAll(async () => {
  [service, without] = await Promise.all([
    startService(),
    startService({ CREDENTIAL_CACHE: "off" }),
  ]);
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await without[Symbol.asyncDispose]();
});

/** How many passwords were hashed for an answer, and its status. */
async function hashesFor(
  { resources }: TestService,
  ask: () => Promise<Response>,
): Promise<{ status: number; hashes: number }> {
  const verify = vi.spyOn(resources.hasher, "verify").mockClear();
  const hash = vi.spyOn(resources.hasher, "hash").mockClear();
  const { status } = await ask();
  return { status, hashes: verify.mock.calls.length + hash.mock.calls.length };
}

describe("whoever registered a moment ago", () => {
  test("activates and signs in without another hash, which the switch brings back", async ({
    expect,
  }) => {
    for (const [tried, hashes] of [
      [service, 0],
      [without, 1],
    ] as const) {
      const { person, code } = await registerNew(tried);
      expect(await hashesFor(tried, () => activate(tried, person, code))).toEqual({
        status: 200,
        hashes,
      });
      expect(await hashesFor(tried, () => signIn(tried, person))).toEqual({ status: 201, hashes });
      expect(await hashesFor(tried, () => getMe(tried, person))).toEqual({ status: 200, hashes });
    }
  });

  test("is refused with another password, which is hashed as a stranger's is", async ({
    expect,
  }) => {
    const { person, code } = await registerNew(service);
    const other = { ...person, password: newPerson().password };
    expect(await hashesFor(service, () => activate(service, other, code))).toEqual({
      status: 401,
      hashes: 1,
    });
    expect(await hashesFor(service, () => activate(service, newPerson(), code))).toEqual({
      status: 401,
      hashes: 1,
    });
    expect((await activate(service, person, code)).status).toBe(200);
  });

  test("is nobody any more once somebody registered the address anew", async ({ expect }) => {
    const { person } = await registerNew(service);
    const later = { ...person, password: newPerson().password };
    await register(service, later);
    const code = codeIn(await service.email.mailTo(person.email, 2));
    expect(await hashesFor(service, () => activate(service, person, code))).toEqual({
      status: 401,
      hashes: 1,
    });
    expect((await activate(service, later, code)).status).toBe(200);
  });
});

test("registering somebody's address makes no password of it", async ({ expect }) => {
  const { person, code } = await registerNew(service);
  await activate(service, person, code);
  const intruder: Person = { ...person, password: newPerson().password };
  expect((await register(service, intruder)).status).toBe(202);
  const signedIn = await signIn(service, intruder);
  expect(await json(signedIn)).toMatchObject({ code: "invalid_credentials" });
  expect((await signIn(service, person)).status).toBe(201);
});

test("a password that was changed, wherever, is refused from then on", async ({ expect }) => {
  const { person, code } = await registerNew(service);
  await activate(service, person, code);
  expect((await getMe(service, person)).status).toBe(200);
  const tokens = await openSession(service, person);
  const { password } = newPerson();
  const changed = await changePassword(service, tokens, person, password);
  expect(changed.ok).toBe(true);
  expect(await hashesFor(service, () => getMe(service, person))).toEqual({
    status: 401,
    hashes: 1,
  });
  const renewed = { ...person, password };
  expect(await hashesFor(service, () => getMe(service, renewed))).toEqual({
    status: 200,
    hashes: 1,
  });
  expect(await hashesFor(service, () => getMe(service, renewed))).toEqual({
    status: 200,
    hashes: 0,
  });
});

test("somebody who was disabled is refused although his password is known", async ({ expect }) => {
  const { person, code } = await registerNew(service);
  await activate(service, person, code);
  await service.resources.pool.query("update users set status = 'disabled' where email = $1", [
    person.email,
  ]);
  expect(await json(getMe(service, person))).toMatchObject({ code: "account_disabled" });
});

test("operators see how many passwords needed no hash", async ({ expect }) => {
  const counted = async (by: string): Promise<number> => {
    const text = await service.resources.metrics.registry.metrics();
    return Number(
      new RegExp(`latchkey_password_checks_total\\{by="${by}"\\} (\\d+)`).exec(text)?.[1] ?? 0,
    );
  };
  const { person } = await registerNew(service);
  const before = [await counted("cache"), await counted("hash")];
  await signIn(service, person);
  await signIn(service, { ...person, password: newPerson().password });
  expect([await counted("cache"), await counted("hash")]).toEqual(before.map((each) => each + 1));
});
