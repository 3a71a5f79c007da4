import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { listAuditEntries } from "../../src/postgres/audit-trail.ts";
import { isLastAdmin } from "../../src/postgres/last-admin.ts";
import {
  type AgeCursor,
  listNewestUsers,
  listUserById,
  listUsersByDomain,
  listUsersByPrefix,
} from "../../src/postgres/user-pages.ts";
import type { Queryable } from "../../src/postgres/pool.ts";
import { ACCOUNT_STATUSES, type AccountStatus } from "../../src/postgres/users.ts";
import { createDatabase } from "../support/database.ts";
import { explain } from "../support/explain.ts";
import { insertManyEntries, insertManyUsers } from "../support/many-rows.ts";

const USERS = 200_000;
const ENTRIES = 200_000;
const LIMIT = 51;

let client: Client;
let someId = "";
let middle: AgeCursor = { createdMicros: "0", rowId: "0" };
beforeAll(async () => {
  client = new Client({ connectionString: await createDatabase() });
  await client.connect();
  await insertManyUsers(client, USERS);
  await insertManyEntries(client, ENTRIES);
  const { rows } = await client.query(
    `select id, row_id, (extract(epoch from created_at) * 1000000)::bigint as micros
     from users where row_id = $1`,
    [USERS / 2],
  );
  someId = rows[0].id;
  middle = { createdMicros: rows[0].micros, rowId: rows[0].row_id };
}, 120_000);
afterAll(() => client.end());

const PLANS = ["custom", "generic"] as const;
const STATUSES: (readonly AccountStatus[])[] = [
  ACCOUNT_STATUSES,
  ...ACCOUNT_STATUSES.map((s) => [s]),
];
/** Every status is read apart, by address and by username. */
const READ_MAX = 3 * 2 * LIMIT;

type Send = (db: Queryable, statuses: readonly AccountStatus[]) => Promise<unknown>;
const page = { limit: LIMIT };
const END: AgeCursor = { createdMicros: "0", rowId: "0" };
const LISTS: [name: string, send: Send][] = [
  ["newest", (db, statuses) => listNewestUsers(db, { ...page, statuses, before: null })],
  [
    "newest, from the middle",
    (db, statuses) => listNewestUsers(db, { ...page, statuses, before: middle }),
  ],
  ["newest, at the end", (db, statuses) => listNewestUsers(db, { ...page, statuses, before: END })],
  ["an id", (db, statuses) => listUserById(db, { statuses, id: someId })],
  ...[
    ["a crowded domain", "example.com", ""],
    ["a crowded domain, from the middle", "example.com", "8"],
    ["a small domain", "host-7.example", ""],
    ["a domain of nobody", "nobody.example", ""],
  ].map(([name = "", domain = "", after = ""]): [string, Send] => [
    name,
    (db, statuses) => listUsersByDomain(db, { ...page, statuses, domain, after }),
  ]),
  ...[
    ["a letter", "a", ""],
    ["a letter, from the middle", "a", "a8"],
    ["a letter, at its end", "a", "af\u{10ffff}"],
    ["two letters", "ab", ""],
    ["a whole address", "c4ca42381@host-1.example", ""],
    ["what nobody has", "zz", ""],
  ].map(([name = "", prefix = "", after = ""]): [string, Send] => [
    name,
    (db, statuses) => listUsersByPrefix(db, { ...page, statuses, prefix, after }),
  ]),
];

describe.each(PLANS)("with a %s plan", (plan) => {
  describe("a page of accounts reads an index, and no more than it shows:", () => {
    test.for(LISTS)("%s", async ([, send], { expect }) => {
      for (const statuses of STATUSES) {
        const explained = await explain(client, plan, (db) => send(db, statuses));
        const told = `${statuses}: ${JSON.stringify([...explained.steps])}`;
        expect([...explained.steps].join(), told).not.toMatch(/Seq Scan|Bitmap/);
        expect(explained.read, told).toBeLessThanOrEqual(READ_MAX);
        expect(explained.sorted, told).toBeLessThanOrEqual(READ_MAX);
      }
    });
  });

  test("whether an account is the last administrator reads an index", async ({ expect }) => {
    const { steps } = await explain(client, plan, (db) => isLastAdmin(db, { id: someId }));
    expect([...steps].join()).not.toContain("Seq Scan");
  });

  describe("a page of the audit trail reads an index, and no more than it shows:", () => {
    const [actor, accountId] = ["admin-1", "00000000-0000-0000-0000-000000000007"];
    const action = "admin.user_disabled";
    const [from, to] = [new Date(Date.now() - 60 * 86_400_000), new Date(Date.now() - 86_400_000)];
    test.for([
      ["all", {}],
      ["since then", { from }],
      ["until then", { to }],
      ["between", { from, to }],
      ["an account's", { accountId, from, to }],
      ["an account's, of one kind", { accountId, action }],
      ["an account's, by somebody", { accountId, actor }],
      ["an account's, of one kind, by somebody", { accountId, action, actor, from, to }],
      ["one kind", { action, from, to }],
      ["a kind that never was", { action: "email.change_undone" }],
      ["somebody's", { actor, from, to }],
      ["somebody's, of one kind", { action, actor }],
    ] as const)("%s", async ([, filter], { expect }) => {
      for (const before of [null, { atMicros: `${to.getTime()}000`, id: "99999999" }]) {
        const explained = await explain(client, plan, (db) =>
          listAuditEntries(db, { ...page, filter, before }),
        );
        const told = JSON.stringify([...explained.steps]);
        expect(told).not.toContain("Seq Scan");
        // Two filters read what the narrower one leaves.
        expect(explained.read, told).toBeLessThanOrEqual(20 * LIMIT);
        expect(explained.sorted, told).toBeLessThanOrEqual(20 * LIMIT);
      }
    });
  });
});

test("a search without such an index reads the table (control)", async ({ expect }) => {
  const { steps, read } = await explain(client, "custom", (db) =>
    db.query({ text: "select id from users where email like $1::text", values: ["%zz%"] }),
  );
  expect([...steps].join()).toContain("Seq Scan");
  expect(read).toBeGreaterThan(USERS / 10);
});
