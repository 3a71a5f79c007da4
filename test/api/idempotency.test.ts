import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson, register } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("Idempotency-Key", () => {
  const key = (): Record<string, string> => ({ "idempotency-key": crypto.randomUUID() });

  test("repeats with the same body have one effect and one answer", async ({ expect }) => {
    const person = newPerson();
    const headers = key();
    const first = await json(register(service, person, headers));
    const again = await register(service, person, headers);
    expect(again.status).toBe(202);
    expect(await json(again)).toEqual(first);
    const without = await json(register(service, person));
    expect(without).not.toEqual(first);
    const { rows } = await service.resources.pool.query(
      "select generation from users where email_normalised = $1",
      [person.email],
    );
    expect(rows).toEqual([{ generation: 2 }]);
  });

  test("another body under the same key is refused", async ({ expect }) => {
    const headers = key();
    expect((await register(service, newPerson(), headers)).status).toBe(202);
    const other = await register(service, newPerson(), headers);
    expect(other.status).toBe(422);
    expect(await json(other)).toMatchObject({ code: "idempotency_conflict" });
  });

  test("parallel repeats: one effect, the others wait their turn or get the answer", async ({
    expect,
  }) => {
    const person = newPerson();
    const headers = key();
    const responses = await Promise.all(
      Array.from({ length: 4 }, () => register(service, person, headers)),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses).toContain(202);
    expect(statuses.filter((status) => status !== 202 && status !== 409)).toEqual([]);
    const { rows } = await service.resources.pool.query(
      "select generation from users where email_normalised = $1",
      [person.email],
    );
    expect(rows).toEqual([{ generation: 1 }]);
  });

  test("a claim whose process died is free again after its lease", async ({ expect }) => {
    const person = newPerson();
    const headers = key();
    await register(service, person, headers);
    const { pool } = service.resources;
    const orphan = "update idempotency_keys set response = null, locked_until = now()";
    await pool.query(`${orphan} + interval '9 s' where response->>'status' = 'pending'`);
    const early = await register(service, person, headers);
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ code: "idempotency_in_flight" });
    expect(Number(early.headers.get("retry-after"))).toBeGreaterThan(0);
    await pool.query(`${orphan} - interval '1 s' where response is null`);
    expect((await register(service, person, headers)).status).toBe(202);
  });

  test("what is no header value of printable ASCII is refused", async ({ expect }) => {
    const response = await service.request(
      "/users",
      postJson(newPerson(), { "idempotency-key": "x".repeat(256) }),
    );
    expect(response.status).toBe(422);
    expect(await json(response)).toMatchObject({ errors: [{ field: "idempotency-key" }] });
  });
});
