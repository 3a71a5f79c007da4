import { afterAll, beforeAll, describe, test, vi } from "vitest";
import {
  type Person,
  basic,
  codeKeyOf,
  newPerson,
  postJson,
  pseudonymOf,
  register,
  registerNew,
} from "../support/client.ts";
import { sendOtp, verifyOtp } from "../support/otp.ts";
import { newOtpId } from "../support/otp-attack.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const setStatus = async (person: Person, status: string): Promise<Person> => {
  const { rowCount } = await service.resources.pool.query(
    "update users set status = $2 where email = $1",
    [person.email, status],
  );
  if (rowCount !== 1) throw new Error("nobody has that address");
  return person;
};

/** What an address can be to the service. */
const STATES: Record<string, () => Promise<Person>> = {
  "nobody has it": async () => newPerson(),
  "its owner waits for his code": async () => (await registerNew(service)).person,
  "its owner's code has run out": async () => {
    const { person } = await registerNew(service);
    await service.resources.redis.del(codeKeyOf(service, person));
    return person;
  },
  "it is active": () => newActivePerson(service),
  "it is disabled": async () => setStatus(await newActivePerson(service), "disabled"),
  "it was deleted": async () => {
    const { person, tokens } = await newSignedIn(service);
    const body = { current_password: person.password };
    const { status } = await sendAs(service, tokens, "DELETE", "/users/me", body);
    if (status !== 204) throw new Error(`the deletion answered ${status}`);
    return person;
  },
  "mail to it comes back": async () => {
    const person = await newActivePerson(service);
    await service.resources.pool.query(
      "insert into mail_suppressions (address_pseudonym, reason, provider) values ($1, 'bounced', 'http')",
      [pseudonymOf(service, person)],
    );
    return person;
  },
};

const WRONG = "a wrong password of nobody";

/** What a stranger can ask about an address. */
const DOORS: Record<string, (email: string) => Promise<Response>> = {
  "POST /users": (email) => register(service, { email, password: newPerson().password }),
  "POST /sessions": (email) => service.request("/sessions", postJson({ email, password: WRONG })),
  "POST /password-resets": (email) => service.request("/password-resets", postJson({ email })),
  "POST /auth/activation-codes": (email) =>
    service.request("/auth/activation-codes", {
      method: "POST",
      headers: { authorization: basic({ email, password: WRONG }) },
    }),
  "POST /auth/activate": (email) =>
    service.request(
      "/auth/activate",
      postJson({ code: "0000" }, { authorization: basic({ email, password: WRONG }) }),
    ),
  "GET /users/me": (email) =>
    service.request("/users/me", { headers: { authorization: basic({ email, password: WRONG }) } }),
  "POST /otp/send": (email) => sendOtp(service, email),
  "POST /otp/verify": async (email) =>
    verifyOtp(service, await newOtpId(service, email), "00000000"),
};

/** What the service asks by itself, whoever comes. */
const BESIDE = "find-newest-limit-changes";
const SEALED = /"[\w-]{200,}"/g;
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const ID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/** Everything of an answer that a stranger sees, without what is new with each request. */
async function seen(answer: Response): Promise<unknown> {
  const headers = new Headers(answer.headers);
  headers.delete("x-request-id");
  const body = await answer.text();
  return {
    status: answer.status,
    // Seconds until a quota is whole again go by between two questions.
    headers: [...headers].map(([name, value]) => [name, value.replaceAll(/t=\d+/g, "t")]),
    length: body.length,
    body: body.replaceAll(ID, "<id>").replaceAll(SEALED, "<id>").replaceAll(TIME, "<time>"),
  };
}

describe.each(Object.entries(DOORS))("%s", (_, ask) => {
  test("answers alike, byte for byte, whatever the address is, three times over", async ({
    expect,
  }) => {
    const answers: Record<string, unknown[]> = {};
    for (const [state, make] of Object.entries(STATES)) {
      const { email } = await make();
      answers[state] = [];
      for (let i = 0; i < 3; i++) answers[state].push(await seen(await ask(email)));
    }
    const [first, ...others] = Object.entries(answers);
    for (const [state, other] of others) expect(other, state).toEqual(first?.[1]);
  });

  test("does the same work whatever the address is: statements, hashes, scripts", async ({
    expect,
  }) => {
    const work: Record<string, unknown> = {};
    for (const [state, make] of Object.entries(STATES)) {
      const { email } = await make();
      const { pool, hasher, redis } = service.resources;
      const query = vi.spyOn(pool, "query");
      const connect = vi.spyOn(pool, "connect");
      const verify = vi.spyOn(hasher, "verify");
      const hash = vi.spyOn(hasher, "hash");
      const command = vi.spyOn(redis, "sendCommand");
      const spies = [query, connect, verify, hash, command];
      await (await ask(email)).text();
      const asked = query.mock.calls.map(([given]) => (given as { name?: string }).name);
      const statements = asked.filter((name) => name !== BESIDE);
      work[state] = {
        statements,
        transactions: connect.mock.calls.length - (asked.length - statements.length),
        hashes: verify.mock.calls.length + hash.mock.calls.length,
        limits: command.mock.calls
          .map(([{ name, args }]) => [name, String(args[2] ?? "").split(":")[0]].join(" "))
          .filter((text) => text.startsWith("evalsha limit")),
      };
      for (const spy of spies) spy.mockRestore();
    }
    const [first, ...others] = Object.entries(work);
    for (const [state, other] of others) expect(other, state).toEqual(first?.[1]);
    expect(first?.[1]).not.toMatchObject({ statements: [], transactions: 0 });
  });
});

test("what differs would be seen: the owner's own password tells (control)", async ({ expect }) => {
  const pending = (await registerNew(service)).person;
  const active = await newActivePerson(service);
  const answers = await Promise.all(
    [pending, active].map(async (person) =>
      seen(await service.request("/sessions", postJson(person))),
    ),
  );
  expect(answers[0]).not.toEqual(answers[1]);
});
