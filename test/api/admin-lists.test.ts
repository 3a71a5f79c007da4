import { randomUUID } from "node:crypto";
import { domainToASCII } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Admin, type InsertedUser, insertUser, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

type Listed = { id: string; email: string };

/** All pages of a list, one after the other. */
async function readAll(query: string): Promise<{ users: Listed[]; pages: number[] }> {
  const users: Listed[] = [];
  const pages: number[] = [];
  let cursor = "";
  do {
    const page = await json(admin.get(`/admin/users?${query}${cursor}`));
    users.push(...page.users);
    pages.push(page.users.length);
    cursor = page.next === null ? "" : `&cursor=${page.next}`;
  } while (cursor !== "");
  return { users, pages };
}

const search = (text: string, more = ""): Promise<{ users: Listed[]; pages: number[] }> =>
  readAll(`search=${encodeURIComponent(text)}${more}`);
const idsOf = (users: { id: string }[]): string[] => users.map(({ id }) => id);

describe("the list of accounts", () => {
  test("comes in pages, newest first, with no account twice or left out", async ({ expect }) => {
    const inserted: InsertedUser[] = [];
    for (const status of ["active", "pending", "disabled", "active", "pending", "active"] as const)
      inserted.push(await insertUser(service, { email: `${randomUUID()}@list.test`, status }));
    const { users, pages } = await readAll("limit=2");
    const ours = new Set(idsOf(inserted));
    expect(idsOf(users).filter((id) => ours.has(id))).toEqual(idsOf(inserted).toReversed());
    expect(new Set(idsOf(users)).size).toBe(users.length);
    expect(users.length).toBeGreaterThanOrEqual(7);
    expect(pages.slice(0, -1).every((count) => count === 2)).toBe(true);

    const disabled = await readAll("limit=1&status=disabled");
    expect(idsOf(disabled.users)).toContain(inserted[2]?.id);
    expect(new Set(disabled.users.map((user) => (user as InsertedUser).status))).toEqual(
      new Set(["disabled"]),
    );
  });

  test("shows what an administrator needs, and nothing of the password", async ({ expect }) => {
    const { person } = admin;
    const { users } = await search(person.email);
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

describe("a search", () => {
  const mark = randomUUID().slice(0, 8);
  const domain = `${mark}.example`;
  let users: InsertedUser[];
  beforeAll(async () => {
    users = [];
    for (const user of [
      { email: `${mark}a@${domain}`, username: `${mark}Z` },
      { email: `${mark}B@${domain}`, status: "pending" as const },
      { email: `other1@${domain}`, username: `${mark}a-name`, status: "disabled" as const },
      { email: `other2@sub.${domain}`, username: `${mark}_name` },
    ])
      users.push(await insertUser(service, user));
  });
  const [a, b, one, two] = [0, 1, 2, 3];
  const expected = (...numbers: number[]): (string | undefined)[] =>
    numbers.map((number) => users[number]?.id);

  test.for([
    ["the beginning of an address or a username, in their order", () => mark, [two, one, a, b]],
    ["the same in capitals", () => mark.toUpperCase(), [two, one, a, b]],
    ["more of an address", () => `${mark}a@`, [a]],
    ["a whole address", () => `${mark}b@${domain}`, [b]],
    ["the beginning of a username alone", () => `${mark}a-`, [one]],
    ["a domain, without those below it", () => `@${domain}`, [b, a, one]],
    ["a domain in capitals", () => `@${domain.toUpperCase()}`, [b, a, one]],
    ["a whole id", () => users[one]?.id ?? "", [one]],
    ["a whole id in capitals", () => (users[one]?.id ?? "").toUpperCase(), [one]],
    ["an id that nobody has", () => randomUUID(), []],
    ["what stands in the middle of an address", () => `@sub.${mark}`, []],
    ["a wildcard", () => `${mark}%`, []],
    ["another wildcard, which is a letter here", () => `${mark}_`, [two]],
  ] as const)("finds by %s", async ([, text, numbers], { expect }) => {
    const found = await search(text());
    expect(new Set(idsOf(found.users))).toEqual(new Set(expected(...numbers)));
    expect(found.users).toHaveLength(numbers.length);
  });

  test("is in the order of what was found", async ({ expect }) => {
    const found = await search(mark);
    // By the bytes of "…_name", "…a-name", "…a@…" and "…b@…"; "…z" is the first one's too, and later.
    expect(idsOf(found.users)).toEqual(expected(two, one, a, b));
  });

  test("goes together with a status, and with pages of any size", async ({ expect }) => {
    for (const limit of [1, 2, 3, 100]) {
      const all = await search(mark, `&limit=${limit}`);
      expect(idsOf(all.users), `${limit}`).toEqual(expected(two, one, a, b));
      const active = await search(mark, `&limit=${limit}&status=active`);
      expect(idsOf(active.users), `${limit}`).toEqual(expected(two, a));
      const atDomain = await search(`@${domain}`, `&limit=${limit}&status=disabled`);
      expect(idsOf(atDomain.users), `${limit}`).toEqual(expected(one));
    }
    expect((await search(users[b]?.id ?? "", "&status=active")).users).toEqual([]);
  });

  test("shows an account once, though address and username both match", async ({ expect }) => {
    const both = randomUUID().slice(0, 8);
    const inserted = [];
    for (let i = 10; i < 40; i++)
      inserted.push(
        await insertUser(service, { email: `${both}${i}@both.test`, username: `${both}${i}` }),
      );
    for (const limit of [1, 7, 100]) {
      const found = await search(both, `&limit=${limit}`);
      expect(idsOf(found.users), `${limit}`).toEqual(idsOf(inserted));
    }
  });

  test("finds an internationalised domain as it is typed", async ({ expect }) => {
    const domain = `bücher-${randomUUID()}.example`;
    const user = await insertUser(service, { email: `x@${domainToASCII(domain)}` });
    expect(user.email).toContain("@xn--");
    for (const text of [`@${domain}`, `@${domainToASCII(domain)}`, `x@${domain}`])
      expect(idsOf((await search(text)).users), text).toEqual([user.id]);
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
