import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, pseudonymOf } from "../support/client.ts";
import { newAdmin, idOf } from "../support/admin.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  changePassword,
  getMeAs,
  newActivePerson,
  newSignedIn,
  openSession,
  sendAs,
} from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

type SignedIn = { person: Person; tokens: Tokens };

const newCrowd = (count: number): Promise<SignedIn[]> =>
  Promise.all(Array.from({ length: count }, () => newSignedIn(service)));
const statusesOf = (all: Tokens[]): Promise<number[]> =>
  Promise.all(all.map(async (tokens) => (await getMeAs(service, tokens)).status));
const meOf = (tokens: Tokens): Promise<{ id: string; email: string; email_state: string }> =>
  json(getMeAs(service, tokens));

describe("owners who ask for their accounts at the same moment", () => {
  test("get each his own, also twice in one moment, by fewer statements than requests", async ({
    expect,
  }) => {
    const crowd = await newCrowd(12);
    const twice = [...crowd, ...crowd.toReversed()];
    // Their tokens are known from now on.
    await statusesOf(crowd.map(({ tokens }) => tokens));
    const statements = vi.spyOn(service.resources.pool, "query");
    const answers = await Promise.all(twice.map(({ tokens }) => meOf(tokens)));
    const asked = statements.mock.calls.filter(
      ([statement]) => (statement as { name?: string }).name === "find-own-accounts",
    );
    statements.mockRestore();
    expect(answers.map(({ email }) => email)).toEqual(twice.map(({ person }) => person.email));
    expect(asked.length).toBeLessThan(twice.length);
  });

  test("are answered each for himself: one whose session ended is refused, and no other", async ({
    expect,
  }) => {
    const crowd = await newCrowd(6);
    const all = crowd.map(({ tokens }) => tokens);
    expect(await statusesOf(all)).toEqual([200, 200, 200, 200, 200, 200]);
    const [, ended, , disabled] = crowd;
    if (!ended || !disabled) throw new Error("a crowd of six");
    const admin = await newAdmin(service);
    const path = `/sessions/${ended.tokens.session_id}`;
    expect((await sendAs(service, ended.tokens, "DELETE", path)).status).toBe(204);
    const disabledId = await idOf(service, disabled.person);
    expect((await admin.patch(disabledId, { disabled: true })).status).toBe(200);
    expect(await statusesOf(all)).toEqual([200, 401, 200, 401, 200, 200]);
  });
});

describe("a token that is remembered", () => {
  test("is refused from the moment that its session ends by a new password elsewhere", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const elsewhere = await openSession(service, person);
    expect(await statusesOf([tokens, elsewhere])).toEqual([200, 200]);
    expect((await changePassword(service, elsewhere, person, "a wholly other one")).status).toBe(
      204,
    );
    expect(await statusesOf([tokens, elsewhere])).toEqual([401, 200]);
  });

  test("tells of the account as it is: its address, and whether mail reaches that", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const tokens = await openSession(service, person);
    const moved = { email: `moved-${person.email}` };
    const suppress = ({ email }: Pick<Person, "email">): Promise<unknown> =>
      query(
        service,
        "insert into mail_suppressions (address_pseudonym, reason, provider) values ($1, 'bounced', 'http')",
        pseudonymOf(service, { email }),
      );
    const seen = async (): Promise<[string, string]> => {
      const { email, email_state: state } = await meOf(tokens);
      return [email, state];
    };
    expect(await seen()).toEqual([person.email, "ok"]);
    await suppress(person);
    expect(await seen()).toEqual([person.email, "undeliverable"]);
    await query(
      service,
      "update users set email = $1, email_normalised = $1 where email = $2",
      moved.email,
      person.email,
    );
    // What was believed of the older address is nothing of the new one.
    expect(await seen()).toEqual([moved.email, "ok"]);
    await suppress(moved);
    expect(await seen()).toEqual([moved.email, "undeliverable"]);
  });
});
