import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import {
  type Admin,
  type InsertedUser,
  idsOf,
  insertUser,
  newAdmin,
  readAllUsers,
} from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("the list of accounts", () => {
  test("comes in pages, newest first, with no account twice or left out", async ({ expect }) => {
    const inserted: InsertedUser[] = [];
    for (const status of ["active", "pending", "disabled", "active", "pending", "active"] as const)
      inserted.push(await insertUser(service, { email: `${randomUUID()}@list.test`, status }));
    const { users, pages } = await readAllUsers(admin, "limit=2");
    const ours = new Set(idsOf(inserted));
    expect(idsOf(users).filter((id) => ours.has(id))).toEqual(idsOf(inserted).toReversed());
    expect(new Set(idsOf(users)).size).toBe(users.length);
    expect(users.length).toBeGreaterThanOrEqual(7);
    expect(pages.slice(0, -1).every((count) => count === 2)).toBe(true);

    const disabled = await readAllUsers(admin, "limit=1&status=disabled");
    expect(idsOf(disabled.users)).toContain(inserted[2]?.id);
    expect(new Set(disabled.users.map(({ status }) => status))).toEqual(new Set(["disabled"]));
  });

  test("shows what an administrator needs, and nothing of the password", async ({ expect }) => {
    const { person } = admin;
    const { users } = await readAllUsers(admin, `search=${person.email}`);
    expect(users).toEqual([
      {
        id: admin.id,
        email: person.email,
        username: null,
        status: "active",
        role: "admin",
        locale: "en",
        created_at: expect.stringMatching(/Z$/),
        activated_at: expect.stringMatching(/Z$/),
      },
    ]);
  });

  test("goes on where it was also when the account there is gone", async ({ expect }) => {
    const domain = `${randomUUID()}.test`;
    const [a, b, c] = await Promise.all(
      ["a", "b", "c"].map((name) => insertUser(service, { email: `${name}@${domain}` })),
    );
    const first = await json(admin.get(`/admin/users?search=@${domain}&limit=2`));
    expect(idsOf(first.users)).toEqual([a?.id, b?.id]);
    await service.resources.pool.query("delete from users where id = $1", [b?.id]);
    const second = await json(
      admin.get(`/admin/users?search=@${domain}&limit=2&cursor=${first.next}`),
    );
    expect(second).toMatchObject({ users: [{ id: c?.id }], next: null });
  });
});

describe("a cursor", () => {
  test("shows nothing of the address where it stands, and is good for its own list only", async ({
    expect,
  }) => {
    const domain = `${randomUUID()}.test`;
    for (const name of ["a", "b", "c"]) await insertUser(service, { email: `${name}@${domain}` });
    const list = `/admin/users?search=@${domain}&limit=1`;
    const { next } = await json(admin.get(list));
    for (const part of next.split("."))
      expect(Buffer.from(part, "base64url").toString("latin1")).not.toContain(domain);
    const ask = async (query: string): Promise<number> =>
      (await admin.get(`/admin/users?${query}`)).status;
    expect(await ask(`search=@${domain}&limit=1&cursor=${next}`)).toBe(200);
    expect(await ask(`search=@${domain}&limit=2&cursor=${next}`)).toBe(200);
    expect(await ask(`search=@${domain}&limit=1&status=active&cursor=${next}`)).toBe(422);
    expect(await ask(`limit=1&cursor=${next}`)).toBe(422);
    expect(await ask(`search=@${domain}&cursor=${next.slice(0, -2)}`)).toBe(422);
    expect((await admin.get(`/admin/audit?cursor=${next}`)).status).toBe(422);
    const refused = await json(admin.get(`/admin/users?cursor=${next}`));
    expect(refused.errors).toEqual([
      { field: "cursor", message: "is not what this list called next" },
    ]);
  });
});

describe("what a list cannot be asked", () => {
  test.for([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=1e1", "limit"],
    ["status=deleted", "status"],
    ["search=", "search"],
    ["search=%20%20", "search"],
    ["search=a%00b", "search"],
    ["search=a%0Ab", "search"],
    [`search=${"a".repeat(255)}`, "search"],
    ["cursor=1", "cursor"],
    ["sort=email", "sort"],
  ])("%s: 422", async ([query, field], { expect }) => {
    const answer = await admin.get(`/admin/users?${query}`);
    expect(answer.status).toBe(422);
    expect(await json(answer)).toMatchObject({ code: "invalid_request", errors: [{ field }] });
  });
});
