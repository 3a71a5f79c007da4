import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Admin, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("the audit trail", () => {
  test("is read by whom, what, who and when, in pages, newest first", async ({ expect }) => {
    const accountId = randomUUID();
    const actor = `clerk-${randomUUID()}`;
    await service.resources.pool.query(
      `insert into audit_entries (at, action, actor_kind, actor, account_id, details)
       select '2026-01-01T00:00:00Z'::timestamptz + (n / 2) * interval '1 hour',
         case n % 2 when 0 then 'session.created' else 'session.ended' end, 'operator', $2, $1,
         jsonb_build_object('n', n)
       from generate_series(0, 9) n`,
      [accountId, actor],
    );
    const numbers = async (query: string): Promise<unknown[]> => {
      const entries: { details: { n: number } }[] = [];
      let cursor = "";
      do {
        const page = await json(
          admin.get(`/admin/audit?account_id=${accountId}&${query}${cursor}`),
        );
        entries.push(...page.entries);
        cursor = page.next === null ? "" : `&cursor=${page.next}`;
      } while (cursor !== "");
      return entries.map(({ details }) => details.n);
    };
    const all = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    for (const limit of [1, 3, 10, 200])
      expect(await numbers(`limit=${limit}`), `${limit}`).toEqual(all);
    expect(await numbers("limit=2&action=session.ended")).toEqual([9, 7, 5, 3, 1]);
    expect(await numbers(`limit=2&actor=${actor}`)).toEqual(all);
    expect(await numbers("actor=somebody-else")).toEqual([]);
    expect(await numbers("from=2026-01-01T03:00:00Z")).toEqual([9, 8, 7, 6]);
    expect(await numbers("to=2026-01-01T01:00:00Z")).toEqual([1, 0]);
    expect(
      await numbers("limit=1&from=2026-01-01T03:00:00%2B01:00&to=2026-01-01T03:00:00Z"),
    ).toEqual([5, 4]);
  });

  test.for([
    ["account_id=1", "account_id"],
    ["action=user.exploded", "action"],
    ["actor=", "actor"],
    ["actor=a%00", "actor"],
    [`actor=${"a".repeat(65)}`, "actor"],
    ["from=yesterday", "from"],
    ["to=2026-01-01", "to"],
    ["from=2026-02-30T00:00:00Z", "from"],
    ["limit=201", "limit"],
    ["cursor=%00", "cursor"],
    ["by=ops", "by"],
  ])("is not asked %s: 422", async ([query, field], { expect }) => {
    const answer = await admin.get(`/admin/audit?${query}`);
    expect(answer.status).toBe(422);
    expect((await json(answer)).errors).toMatchObject([{ field }]);
  });
});
