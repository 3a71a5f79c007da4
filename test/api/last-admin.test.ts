import { describe, test } from "vitest";
import { type Admin, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { startService } from "../support/service.ts";

describe("there is always an administrator left:", () => {
  test("the last one is not disabled, nor made a user, nor deleted", async ({ expect }) => {
    await using alone = await startService({ LIMITS: "off" });
    const last = await newAdmin(alone);
    for (const change of [{ disabled: true }, { role: "user" }, { role: "user", disabled: true }])
      expect(await json(last.patch(last.id, change))).toMatchObject({ code: "last_admin" });
    expect(await json(last.delete(last.id))).toMatchObject({ code: "own_account" });
    // A disabled administrator is none.
    const other = await newAdmin(alone);
    expect((await last.patch(other.id, { disabled: true })).status).toBe(200);
    expect(await json(last.patch(last.id, { role: "user" }))).toMatchObject({ code: "last_admin" });
    // With another one it can be (control).
    await last.patch(other.id, { disabled: false });
    expect((await last.patch(last.id, { role: "user" })).status).toBe(200);
  });

  test.for([{ role: "user" }, { disabled: true }, "delete"])(
    "of two who do it to each other at once, one: %j",
    async (change, { expect }) => {
      await using pair = await startService({ LIMITS: "off" });
      const statuses: number[][] = [];
      for (let round = 0; round < 10; round++) {
        await pair.resources.pool.query("update users set role = 'user'");
        const [a, b] = [await newAdmin(pair), await newAdmin(pair)];
        const act = (by: Admin, to: Admin): Promise<Response> =>
          typeof change === "string" ? by.delete(to.id) : by.patch(to.id, change);
        const answers = await Promise.all([act(a, b), act(b, a)]);
        statuses.push(answers.map(({ status }) => status).sort((x, y) => x - y));
        const { rows: left } = await pair.resources.pool.query(
          "select from users where role = 'admin' and status = 'active'",
        );
        expect(left, `${statuses.at(-1)}`).toHaveLength(1);
      }
      // The second is told so, or was no administrator any more when he asked.
      for (const [done, refused] of statuses) {
        expect([200, 204]).toContain(done);
        expect([401, 403, 409]).toContain(refused);
      }
    },
  );

  test("an administrator who is disabled and enabled by many at once keeps none of them waiting for ever", async ({
    expect,
  }) => {
    await using pair = await startService({ LIMITS: "off" });
    const [other, one] = [await newAdmin(pair), await newAdmin(pair)];
    const toggle = (_: unknown, i: number): Promise<Response> =>
      one.patch(other.id, { disabled: i % 2 === 0 });
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(Array.from({ length: 20 }, toggle));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
  });
});
