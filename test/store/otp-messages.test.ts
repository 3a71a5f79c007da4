import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { adoptOtpMessages, deleteOtpMessages } from "../../src/postgres/otp-requests.ts";
import { createDatabase } from "../support/database.ts";
import { explain } from "../support/explain.ts";

const ROWS = 20_000;
let client: Client;
beforeAll(async () => {
  client = new Client({ connectionString: await createDatabase() });
  await client.connect();
  await client.query(
    `insert into mail_messages (id, user_row_id, kind, code_sequence, recipient, state)
     select gen_random_uuid(), null, case when i % 2 = 0 then 'otp_code' else 'account_deleted' end, 0,
       'A' || i / 4 || '@example.com', 'sent'
     from generate_series(1, ${ROWS}) i`,
  );
  await client.query(
    `insert into users (id, email, email_normalised, password_hash)
     values (gen_random_uuid(), 'ada@example.com', 'ada@example.com', 'x')`,
  );
  await client.query("analyze mail_messages");
});
afterAll(() => client.end());

const countTo = async (recipient: string, kind: string): Promise<number | null> =>
  (
    await client.query("select from mail_messages where recipient = $1 and kind = $2", [
      recipient,
      kind,
    ])
  ).rowCount;

describe.for(["custom", "generic"] as const)("by a %s plan", (plan) => {
  const given = plan === "custom" ? 7 : 8;
  const emailNormalised = `a${given}@example.com`;

  test("an address' codes are found by an index, made an account's, and deleted alone", async ({
    expect,
  }) => {
    const { rows } = await client.query<{ row_id: string }>("select row_id from users");
    const adoption = { accountRowId: rows[0]?.row_id ?? "", emailNormalised };
    const adopted = await explain(client, plan, (db) => adoptOtpMessages(db, adoption));
    const deleted = await explain(client, plan, (db) => deleteOtpMessages(db, emailNormalised));
    for (const { steps, read } of [adopted, deleted]) {
      expect(steps).not.toContain("Seq Scan");
      expect(read).toBeLessThan(20);
    }
    expect(await countTo(`A${given}@example.com`, "otp_code")).toBe(0);
    expect(await countTo(`A${given}@example.com`, "account_deleted")).toBe(2);
    expect(await countTo(`A${given + 100}@example.com`, "otp_code")).toBe(2);
  });
});

test("a search that no index has reads them all (control)", async ({ expect }) => {
  const read = (db: Parameters<Parameters<typeof explain>[2]>[0]): Promise<unknown> =>
    db.query({
      text: "select from mail_messages where upper(recipient) = $1::text",
      values: ["A9@EXAMPLE.COM"],
    });
  const { steps, read: rows } = await explain(client, "custom", read);
  expect(steps).toContain("Seq Scan");
  expect(rows).toBeGreaterThan(ROWS / 2);
});
