import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { type Admin, insertUser, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const BREAKS = [
  "'",
  '"',
  "''",
  "`",
  ")",
  "'))",
  "\\",
  "\\'",
  "%27",
  "%",
  "_",
  "$1",
  "$$",
  ";",
  "--",
  "/*",
  "\u02bc",
  "\uff07",
];
const TAILS = [
  " or 1=1--",
  " or '1'='1",
  "; drop table users;--",
  "; delete from audit_entries;--",
  " union select password_hash from users--",
  "||(select password_hash from users limit 1)||",
  " and 1=(select count(*) from users)--",
  "; select pg_sleep(10)--",
  "; update users set role='admin'--",
  " like '%",
  "::uuid",
  " limit 1000000",
];
const PAYLOADS = BREAKS.flatMap((start) => TAILS.map((tail) => `${start}${tail}`));

const counts = async (): Promise<unknown> =>
  (
    await service.resources.pool.query(
      `select (select count(*) from users) as users, (select count(*) from users where role = 'admin') as admins,
         (select count(*) from audit_entries) as entries`,
    )
  ).rows;

test("200 injections in every text that a list is asked with find nothing, and break nothing", async ({
  expect,
}) => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
  const before = await counts();
  const fields = [
    "/admin/users?search=",
    "/admin/users?search=@",
    `/admin/users?search=${randomUUID()}`,
    "/admin/users?status=",
    "/admin/users?cursor=",
    "/admin/users?limit=1",
    "/admin/audit?action=",
    "/admin/audit?actor=",
    "/admin/audit?account_id=",
    "/admin/audit?from=",
    "/admin/audit?cursor=",
  ];
  for (const payload of PAYLOADS) {
    const answers = await Promise.all(
      fields.map((field) => admin.get(field + encodeURIComponent(payload))),
    );
    for (const answer of answers) {
      const told = `${answer.status} ${payload}`;
      expect([200, 422], told).toContain(answer.status);
      const { users = [], entries = [] } = await json(answer);
      expect([...users, ...entries], told).toEqual([]);
    }
  }
  expect(await counts()).toEqual(before);
});

test("and in the id of an account name nobody", async ({ expect }) => {
  const before = await counts();
  for (const payload of PAYLOADS) {
    const id = encodeURIComponent(payload);
    const answers = [admin.get(`/admin/users/${id}`), admin.delete(id), admin.unlock(id)];
    for (const { status } of await Promise.all(answers)) expect(status, payload).toBe(404);
  }
  expect(await counts()).toEqual(before);
});

test("NUL is refused wherever it stands", async ({ expect }) => {
  for (const path of [
    "users?search=a%00",
    "users?search=%00",
    "users?cursor=%00",
    "audit?actor=%00",
    "audit?action=%00",
  ])
    expect((await admin.get(`/admin/${path}`)).status, path).toBe(422);
  expect((await admin.get("/admin/users/%00")).status).toBe(404);
});

test("what looks like a pattern is searched for as it is (control)", async ({ expect }) => {
  const name = `o'neil%_${randomUUID()}`;
  const { id } = await insertUser(service, { email: `${name}@example.com` });
  const { users } = await json(admin.get(`/admin/users?search=${encodeURIComponent(name)}`));
  expect(users).toMatchObject([{ id }]);
});
