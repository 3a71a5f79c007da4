import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { confirmAddress, newAsking } from "../support/email-change.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, sendAs, signIn, changePassword } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("when others come between", () => {
  test("a pending account at the address goes: nobody proved it", async ({ expect }) => {
    const { tokens, email, code } = await newAsking(service);
    const squatter = { ...newPerson(), email };
    await register(service, squatter);
    const itsCode = codeIn(await service.email.mailTo(email, 2));
    expect((await confirmAddress(service, tokens, code)).status).toBe(200);
    expect((await activate(service, squatter, itsCode)).status).toBe(401);
  });

  test("an account that was activated with it keeps it, and whoever has the code is told", async ({
    expect,
  }) => {
    const { person, tokens, email, code } = await newAsking(service);
    const owner = { ...newPerson(), email };
    await register(service, owner);
    await activate(service, owner, codeIn(await service.email.mailTo(email, 2)));
    const response = await confirmAddress(service, tokens, code);
    expect(response.status).toBe(409);
    expect(await json(response)).toMatchObject({ code: "email_taken" });
    expect((await json(getMeAs(service, tokens))).email).toBe(person.email);
    expect((await signIn(service, owner)).status).toBe(201);
  });

  test("of an activation and a confirmation at once one gets the address", async ({ expect }) => {
    for (let round = 0; round < 5; round++) {
      const { person, tokens, email, code } = await newAsking(service);
      const owner = { ...newPerson(), email };
      await register(service, owner);
      const itsCode = codeIn(await service.email.mailTo(email, 2));
      const [confirmed, activated] = await Promise.all([
        confirmAddress(service, tokens, code),
        activate(service, owner, itsCode),
      ]);
      expect([confirmed.status, activated.status].filter((status) => status === 200)).toHaveLength(
        1,
      );
      const me = await json(getMeAs(service, tokens));
      expect(me.email).toBe(confirmed.ok ? email : person.email);
    }
  });

  test("registrations of the address at the same moment keep nobody from it", async ({
    expect,
  }) => {
    const { tokens, email, code } = await newAsking(service);
    const [confirmed] = await Promise.all([
      confirmAddress(service, tokens, code),
      ...Array.from({ length: 10 }, () => register(service, { ...newPerson(), email })),
    ]);
    expect(confirmed.status).toBe(200);
    expect(
      await query(service, "select status from users where email_normalised = $1", email),
    ).toEqual([{ status: "active" }]);
  });

  test("not even one whose registration is not written yet when the address is found free", async ({
    expect,
  }) => {
    const { tokens, email, code } = await newAsking(service);
    const client = await service.resources.pool.connect();
    await client.query("begin");
    await client.query(
      "insert into users (id, email, email_normalised, password_hash) values (gen_random_uuid(), $1, $1, 'none')",
      [email],
    );
    const confirming = confirmAddress(service, tokens, code);
    const waiting =
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await expect.poll(() => query(service, waiting), { interval: 5 }).toHaveLength(1);
    await client.query("commit");
    client.release();
    expect(await json(confirming)).toMatchObject({ email });
  });

  test("a new password voids the code, and the request with it", async ({ expect }) => {
    const { person, tokens, code } = await newAsking(service);
    const changed = await changePassword(service, tokens, person);
    expect(changed.status).toBe(204);
    expect((await json(getMeAs(service, tokens))).email_change).toBeNull();
    expect((await confirmAddress(service, tokens, code)).status).toBe(410);
  });

  test("links to reset the password that went to the older address are of no use", async ({
    expect,
  }) => {
    const { person, tokens, code } = await newAsking(service);
    await query(
      service,
      `insert into password_resets (token_digest, message_id, user_row_id, expires_at)
       select 'of ' || row_id, gen_random_uuid(), row_id, now() + interval '1 h' from users where email = $1`,
      person.email,
    );
    const { id } = await json(confirmAddress(service, tokens, code));
    const left = await query(
      service,
      "select 1 from password_resets r join users u on u.row_id = r.user_row_id where u.id = $1",
      id,
    );
    expect(left).toEqual([]);
  });

  test("the deletion of the account: one of the two, and nothing is left half done", async ({
    expect,
  }) => {
    for (let round = 0; round < 5; round++) {
      const { person, tokens, email, code } = await newAsking(service);
      const [confirmed, deleted] = await Promise.all([
        confirmAddress(service, tokens, code),
        sendAs(service, tokens, "DELETE", "/users/me", { current_password: person.password }),
      ]);
      expect(deleted.status).toBe(204);
      expect([200, 401, 410]).toContain(confirmed.status);
      const left = await query(
        service,
        "select 1 from users where email in ($1, $2)",
        person.email,
        email,
      );
      expect(left).toEqual([]);
    }
  });
});
