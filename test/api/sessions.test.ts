import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, basic } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  newActivePerson,
  newSignedIn,
  sendAs,
  signIn,
  isAlive,
} from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

type Device = { id: string; device: string; ip: string; current: boolean };
const devicesOf = async (tokens: Tokens): Promise<Device[]> =>
  (await json(sendAs(service, tokens, "GET", "/sessions"))).sessions;

describe("the list of sessions", () => {
  test("has each device once, with its address, and which one asks", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const phone = await json(
      service.request("/sessions", {
        method: "POST",
        from: "203.0.113.9",
        headers: {
          "content-type": "application/json",
          "user-agent":
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        },
        body: JSON.stringify(person),
      }),
    );
    const named = await json(signIn(service, person, { device: "Ada's <b>watch</b>" }));
    const devices = await devicesOf(phone);
    expect(devices).toHaveLength(3);
    expect(devices).toContainEqual({
      id: phone.session_id,
      device: "Safari on iOS",
      ip: "203.0.113.9",
      current: true,
      created_at: expect.any(String),
      last_used_at: expect.any(String),
    });
    expect(devices).toContainEqual(
      expect.objectContaining({
        id: named.session_id,
        device: "Ada's <b>watch</b>",
        current: false,
      }),
    );
    expect(devices).toContainEqual(
      expect.objectContaining({ id: tokens.session_id, device: "Unknown device" }),
    );
  });

  test("is the owner's alone, and has nobody else's sessions", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const other = await newSignedIn(service);
    expect((await devicesOf(tokens)).map(({ id }) => id)).toEqual([tokens.session_id]);
    const foreign = await sendAs(service, tokens, "DELETE", `/sessions/${other.tokens.session_id}`);
    expect(foreign.status).toBe(404);
    expect(await isAlive(service, other.tokens)).toBe(true);
  });
});

describe("a bearer token", () => {
  test("and Basic give the same account", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const byBasic = await service.request("/users/me", {
      headers: { authorization: basic(person) },
    });
    expect(await json(getMeAs(service, tokens))).toEqual(await json(byBasic));
  });

  const refused: [name: string, header: (tokens: Tokens) => string | undefined][] = [
    ["none", () => undefined],
    ["an empty one", () => "Bearer "],
    ["two of them", ({ access_token: token }) => `Bearer ${token}, Bearer ${token}`],
    ["the refresh token", ({ refresh_token: token }) => `Bearer ${token}`],
    ["another scheme", ({ access_token: token }) => `Token ${token}`],
  ];
  test.for(refused)("is refused: %s", async ([, header], { expect }) => {
    const { tokens } = await newSignedIn(service);
    const authorization = header(tokens);
    const answer = await service.request("/sessions", {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe(
      `Bearer realm="latchkey"${authorization === undefined ? "" : ', error="invalid_token"'}`,
    );
    expect(await json(answer)).toMatchObject({ code: "invalid_token" });
  });

  test("of a disabled account is dead at once", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const setStatus = (status: string): Promise<unknown> =>
      service.resources.pool.query("update users set status = $2 where email = $1", [
        person.email,
        status,
      ]);
    await setStatus("disabled");
    expect(await isAlive(service, tokens)).toBe(false);
    const answer = await signIn(service, person);
    expect(answer.status).toBe(403);
    expect(await json(answer)).toMatchObject({ code: "account_disabled" });
    await setStatus("active");
    expect(await isAlive(service, tokens)).toBe(true);
  });
});

test("a password that was changed while it was checked opens no session", async ({ expect }) => {
  // So that the check takes its time.
  await using hashing = await startService({ CREDENTIAL_CACHE: "off" });
  const person: Person = await newActivePerson(hashing);
  const { pool, hasher } = hashing.resources;
  const { verify } = hasher;
  // Between the check of the old password and its session somebody sets a new one.
  hasher.verify = async (...given) => {
    const isRight = await verify(...given);
    await pool.query("update users set generation = generation + 1 where email = $1", [
      person.email,
    ]);
    return isRight;
  };
  try {
    expect((await signIn(hashing, person)).status).toBe(401);
  } finally {
    hasher.verify = verify;
  }
  expect((await signIn(hashing, person)).status).toBe(201);
});
