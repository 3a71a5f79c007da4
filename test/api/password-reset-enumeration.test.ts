import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, registerNew } from "../support/client.ts";
import { requestReset } from "../support/password-reset.ts";
import { isBeside } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

let service: TestService;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService();
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

/** Everything of an answer that could differ by who has the address; when its window ends is the clock's. */
async function shapeOf(response: Response): Promise<unknown> {
  const headers = new Headers(response.headers);
  headers.delete("x-request-id");
  const limit = headers.get("ratelimit")?.replaceAll(/;t=\d+/g, "");
  headers.delete("ratelimit");
  const { request_id: _, ...body } = JSON.parse(await response.text());
  delete body.retry_after;
  headers.delete("retry-after");
  return { status: response.status, headers: [...headers], limit, body: JSON.stringify(body) };
}

async function disable({ email }: { email: string }): Promise<void> {
  await pool.query("update users set status = 'disabled' where email = $1", [email]);
}

/** One of each. */
async function everyState(): Promise<Record<string, string>> {
  const disabled = await newActivePerson(service);
  await disable(disabled);
  return {
    unknown: newPerson().email,
    pending: (await registerNew(service)).person.email,
    disabled: disabled.email,
    active: (await newActivePerson(service)).email,
  };
}

const isIdle = async (): Promise<boolean> =>
  (await pool.query("select from password_reset_requests")).rowCount === 0;

describe("an answer tells nothing of who has the address", () => {
  test("when it is accepted, nor does what was written before it", async ({ expect }) => {
    const states = await everyState();
    const shapes = [];
    for (const email of Object.values(states)) {
      const seen: string[] = [];
      const query = pool.query.bind(pool);
      pool.query = ((...given: Parameters<typeof query>) => {
        if (!isBeside(given[0])) seen.push((given[0] as unknown as { name: string }).name);
        return query(...given);
      }) as typeof pool.query;
      const response = await requestReset(service, email);
      pool.query = query;
      shapes.push({ shape: await shapeOf(response), seen });
    }
    expect(shapes[0]?.seen).toEqual(["write-reset-request"]);
    for (const shape of shapes.slice(1)) expect(shape).toEqual(shapes[0]);
  });

  test("when its limit is spent", async ({ expect }) => {
    const states = await everyState();
    const shapes = [];
    for (const email of Object.values(states)) {
      for (let i = 0; i < 5; i++) await requestReset(service, email);
      shapes.push(await shapeOf(await requestReset(service, email)));
    }
    expect(shapes[0]).toMatchObject({ status: 429 });
    for (const shape of shapes.slice(1)) expect(shape).toEqual(shapes[0]);
  });

  test("and of all, only the active one gets a mail, and an entry in the audit trail", async ({
    expect,
  }) => {
    const { active = "", ...others } = await everyState();
    const asked = new Set([active, ...Object.values(others)]);
    // What was asked for before comes first.
    await expect.poll(isIdle).toBe(true);
    const before = service.email.accepted.length;
    for (const email of Object.values(others)) await requestReset(service, email);
    await requestReset(service, active);
    await service.email.mailTo(active, 2);
    await expect.poll(isIdle).toBe(true);
    const mails = service.email.accepted.slice(before).map(({ to }) => to);
    expect(mails.filter((to) => asked.has(to))).toEqual([active]);
    const { rows } = await pool.query(
      `select u.email from audit_entries a left join users u on u.id = a.account_id
       where action = 'password.reset_requested' order by a.id desc limit 1`,
    );
    expect(rows).toEqual([{ email: active }]);
    const kept = await pool.query(
      "select from password_resets r join users u on u.row_id = r.user_row_id where u.email = any($1)",
      [Object.values(others)],
    );
    expect(kept.rowCount).toBe(0);
  });

  test("but it does tell what is no address at all (control)", async ({ expect }) => {
    for (const email of ["ada", "ada@", "a@b@c.test", "", null, 7, ["ada@example.com"], {}]) {
      const response = await requestReset(service, email);
      expect(response.status, JSON.stringify(email)).toBe(422);
      expect(await json(response)).toMatchObject({
        code: "invalid_request",
        errors: [{ field: "email" }],
      });
    }
    expect(await isIdle()).toBe(true);
  });
});
