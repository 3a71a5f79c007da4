import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import type { Person } from "../support/client.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const remove = (tokens: Tokens, { password }: Pick<Person, "password">): Promise<Response> =>
  sendAs(service, tokens, "DELETE", "/users/me", { current_password: password });

describe("of administrators one stays", () => {
  const makeAdmin = ({ email }: Person): Promise<unknown> =>
    query(service, "update users set role = 'admin' where email = $1", email);

  test("the last one is refused, whoever else there is", async ({ expect }) => {
    const [admin, user] = await Promise.all([newSignedIn(service), newSignedIn(service)]);
    await makeAdmin(admin.person);
    const refused = await remove(admin.tokens, admin.person);
    expect(refused.status).toBe(409);
    expect(await json(refused)).toMatchObject({ code: "last_admin" });
    expect((await remove(user.tokens, user.person)).status).toBe(204);
    const disabled = await newSignedIn(service);
    await makeAdmin(disabled.person);
    await query(
      service,
      "update users set status = 'disabled' where email = $1",
      disabled.person.email,
    );
    expect((await remove(admin.tokens, admin.person)).status).toBe(409);
    const next = await newSignedIn(service);
    await makeAdmin(next.person);
    expect((await remove(admin.tokens, admin.person)).status).toBe(204);
    await query(service, "update users set role = 'user'");
  });

  test("of eight who go at once one is refused", async ({ expect }) => {
    for (let round = 0; round < 3; round++) {
      const admins = await Promise.all(Array.from({ length: 8 }, () => newSignedIn(service)));
      for (const { person } of admins) await makeAdmin(person);
      const responses = await Promise.all(
        admins.map(({ tokens, person }) => remove(tokens, person)),
      );
      const statuses = responses.map(({ status }) => status);
      expect(statuses.filter((status) => status === 204)).toHaveLength(7);
      expect(statuses.filter((status) => status === 409)).toHaveLength(1);
      await query(service, "update users set role = 'user'");
    }
  });
});
