import { randomUUID } from "node:crypto";
import { domainToASCII } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import {
  type Admin,
  type InsertedUser,
  idsOf,
  insertUser,
  newAdmin,
  readAllUsers,
} from "../support/admin.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const search = (text: string, more = ""): ReturnType<typeof readAllUsers> =>
  readAllUsers(admin, `search=${encodeURIComponent(text)}${more}`);

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
    const typed = `bücher-${randomUUID()}.example`;
    const user = await insertUser(service, { email: `x@${domainToASCII(typed)}` });
    expect(user.email).toContain("@xn--");
    for (const text of [`@${typed}`, `@${domainToASCII(typed)}`, `x@${typed}`])
      expect(idsOf((await search(text)).users), text).toEqual([user.id]);
  });
});
