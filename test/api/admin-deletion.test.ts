import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Admin, idOf, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { register, registerNew } from "../support/client.ts";
import { interceptEvents } from "../support/event-api.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, refresh, sendAs, signIn } from "../support/session.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", ...interceptEvents().environment });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const rows = async (text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
  (await service.resources.pool.query(text, values)).rows;

describe("deleting an account", () => {
  test("leaves nothing that names its owner, and an entry of who did it and why", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const id = await idOf(service, person);
    expect((await admin.delete(id, { reason: "asked for by post" })).status).toBe(204);

    expect(await rows("select from users where id = $1", id)).toEqual([]);
    expect((await getMeAs(service, tokens)).status).toBe(401);
    expect((await refresh(service, tokens)).status).toBe(401);
    expect((await json(signIn(service, person))).code).toBe("invalid_credentials");
    expect((await admin.get(`/admin/users/${id}`)).status).toBe(404);
    expect((await admin.delete(id)).status).toBe(404);
    await service.email.mailTo(person.email, 2);

    const [entry, ...older] = await admin.audit(`account_id=${id}`);
    expect(entry).toMatchObject({
      action: "admin.user_deleted",
      actor: { kind: "admin", name: admin.id },
      ip: expect.any(String),
      details: { reason: "asked for by post" },
    });
    expect(older.length).toBeGreaterThanOrEqual(4);
    for (const { ip, address_pseudonym: address } of older)
      expect({ ip, address }).toEqual({ ip: null, address: null });
    const told =
      "select type from webhook_events where account_id = $1 and type like '%d' order by 1";
    expect(await rows(told, id)).toContainEqual({ type: "user.deleted" });
  });

  test("can do without a reason, with an empty body and without one", async ({ expect }) => {
    for (const body of [{}, undefined]) {
      const { person } = await newSignedIn(service);
      const id = await idOf(service, person);
      const path = `/admin/users/${id}`;
      expect((await sendAs(service, admin.tokens, "DELETE", path, body)).status).toBe(204);
      expect(await admin.audit(`account_id=${id}&action=admin.user_deleted`)).toMatchObject([
        { details: {} },
      ]);
    }
  });

  test("that was never activated sends no farewell, and frees its address", async ({ expect }) => {
    const { person } = await registerNew(service);
    const id = await idOf(service, person);
    expect((await admin.delete(id)).status).toBe(204);
    expect(await rows("select from users where id = $1", id)).toEqual([]);
    expect(await rows("select from mail_messages where recipient = $1", person.email)).toEqual([]);
    expect((await register(service, person)).status).toBe(202);
    expect(await idOf(service, person)).not.toBe(id);
  });

  test("is not for one's own, nor with what is not known", async ({ expect }) => {
    expect(await json(admin.delete(admin.id))).toMatchObject({ status: 409, code: "own_account" });
    const { person } = await newSignedIn(service);
    const id = await idOf(service, person);
    for (const body of [{ reason: "" }, { reason: "a\u0000b" }, { reason: 1 }, { hard: true }])
      expect((await admin.delete(id, body)).status, JSON.stringify(body)).toBe(422);
    expect((await admin.delete(randomUUID())).status).toBe(404);
    expect(await rows("select from users where id = $1", id)).toHaveLength(1);
  });
});
