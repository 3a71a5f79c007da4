import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  newSignedIn,
  openSession,
  refresh,
  signIn,
  changePassword,
} from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("of many changes at once one has an effect", () => {
  test("from one device: the others hear that their password is the older one", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const wanted = Array.from({ length: 8 }, () => newPerson().password);
    const responses = await Promise.all(
      wanted.map((to) => changePassword(service, tokens, person, to)),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(7);
    const winner = wanted[statuses.indexOf(204)] ?? "";
    for (const password of wanted) {
      const { status } = await signIn(service, { ...person, password });
      expect(status).toBe(password === winner ? 201 : 401);
    }
    const written =
      "select 1 from audit_entries a join users u on u.id = a.account_id where u.email = $1 and action = 'password.changed'";
    expect(await query(service, written, person.email)).toHaveLength(1);
  });

  test("from several: the others are signed out", async ({ expect }) => {
    const { person } = await newSignedIn(service);
    const devices = await Promise.all(
      Array.from({ length: 8 }, () => openSession(service, person)),
    );
    const responses = await Promise.all(
      devices.map((tokens) => changePassword(service, tokens, person)),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(7);
    const alive = await Promise.all(devices.map((tokens) => getMeAs(service, tokens)));
    expect(alive.map(({ status }) => status)).toEqual(
      statuses.map((status) => (status === 204 ? 200 : 401)),
    );
  });

  test("while other devices refresh and sign in: none of them is signed in afterwards", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const devices = await Promise.all(
      Array.from({ length: 8 }, () => openSession(service, person)),
    );
    const [changed, ...meanwhile] = await Promise.all([
      changePassword(service, tokens, person),
      ...devices.map((each) => refresh(service, each)),
      ...devices.map(() => signIn(service, person)),
    ]);
    expect(changed.status).toBe(204);
    const opened: Tokens[] = [];
    for (const response of meanwhile) if (response.ok) opened.push(await json(response));
    for (const each of opened) {
      expect((await getMeAs(service, each)).status).toBe(401);
      expect((await refresh(service, each)).status).toBe(401);
    }
    expect((await getMeAs(service, tokens)).status).toBe(200);
  });
});
