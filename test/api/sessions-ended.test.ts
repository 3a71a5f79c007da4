import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  isAlive,
  getMeAs,
  newActivePerson,
  newSignedIn,
  openSession,
  refresh,
  sendAs,
  signIn,
} from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ SESSIONS_MAX: "3" });
});
afterAll(() => service[Symbol.asyncDispose]());

describe("ending sessions", () => {
  const three = async (): Promise<[Tokens, Tokens, Tokens]> => {
    const { person, tokens } = await newSignedIn(service);
    return [tokens, await openSession(service, person), await openSession(service, person)];
  };

  test("the current one: it is dead at once, the others live", async ({ expect }) => {
    const [here, there, elsewhere] = await three();
    expect((await sendAs(service, here, "DELETE", "/sessions/current")).status).toBe(204);
    expect(await isAlive(service, here)).toBe(false);
    expect([await isAlive(service, there), await isAlive(service, elsewhere)]).toEqual([
      true,
      true,
    ]);
    expect((await sendAs(service, here, "DELETE", "/sessions/current")).status).toBe(401);
  });

  test("one of the others, once", async ({ expect }) => {
    const [here, there, elsewhere] = await three();
    const end = (): Promise<Response> =>
      sendAs(service, here, "DELETE", `/sessions/${there.session_id}`);
    expect((await end()).status).toBe(204);
    expect((await end()).status).toBe(404);
    expect(await isAlive(service, there)).toBe(false);
    expect([await isAlive(service, here), await isAlive(service, elsewhere)]).toEqual([true, true]);
  });

  test("all others", async ({ expect }) => {
    const [here, there, elsewhere] = await three();
    expect((await sendAs(service, here, "DELETE", "/sessions")).status).toBe(204);
    expect([await isAlive(service, there), await isAlive(service, elsewhere)]).toEqual([
      false,
      false,
    ]);
    expect(await isAlive(service, here)).toBe(true);
  });

  test.for(["/sessions/not-an-id", "/sessions/00000000-0000-4000-8000-000000000000"])(
    "%s is nobody's",
    async (path, { expect }) => {
      const { tokens } = await newSignedIn(service);
      expect((await sendAs(service, tokens, "DELETE", path)).status).toBe(404);
    },
  );

  test("a new one ends the one used least lately where there are too many", async ({ expect }) => {
    const { person, tokens: first } = await newSignedIn(service);
    const second = await openSession(service, person);
    const third = await openSession(service, person);
    // The first was used after the second.
    const renewed: Tokens = await json(refresh(service, first));
    const fourth = await openSession(service, person);
    expect(await isAlive(service, second)).toBe(false);
    expect(
      await Promise.all([renewed, third, fourth].map((each) => isAlive(service, each))),
    ).toEqual([true, true, true]);
  });

  test("30 sign-ins at once leave no more than the cap", async ({ expect }) => {
    const person = await newActivePerson(service);
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(service, person)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const tokens = await Promise.all(answers.map((answer) => json(answer) as Promise<Tokens>));
    const alive = await Promise.all(
      tokens.map(async (each) => (await getMeAs(service, each)).status),
    );
    expect(alive.filter((status) => status === 200)).toHaveLength(3);
  });

  test("is written down, and told to the product in the words of its reason", async ({
    expect,
  }) => {
    const [here, there] = await three();
    await sendAs(service, here, "DELETE", "/sessions");
    const { rows } = await service.resources.pool.query(
      `select actor_kind, details from audit_entries where action = 'session.ended'
        and details -> 'sessions' ? $1`,
      [there.session_id],
    );
    expect(rows).toEqual([
      {
        actor_kind: "user",
        details: { sessions: expect.any(Array), reason: "signed_out_elsewhere" },
      },
    ]);
  });
});
