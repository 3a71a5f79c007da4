import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { appointAdmin } from "../../src/commands/admin.ts";
import { createDatabase } from "../support/database.ts";

let databaseUrl: string;
let client: Client;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  client = new Client({ connectionString: databaseUrl });
  await client.connect();
});
afterAll(() => client.end());

type Ended = { code: number; stdout: string; stderr: string };

/** `admin …` with DATABASE_URL and what is given besides. */
async function run(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const ended = { stdout: "", stderr: "" };
  const into = (name: keyof typeof ended): { write(text: string): boolean } => ({
    write: (text) => ((ended[name] += text), true),
  });
  const streams = { stdout: into("stdout"), stderr: into("stderr") };
  const code = await appointAdmin(args, { DATABASE_URL: databaseUrl, ...environment }, streams);
  return { code, ...ended };
}

async function newUser(status = "active"): Promise<{ id: string; email: string }> {
  const [id, email] = [randomUUID(), `Ada-${randomUUID()}@example.com`];
  await client.query(
    `insert into users (id, email, email_normalised, password_hash, status, activated_at)
     values ($1, $2, lower($2), 'none', $3, case $3 when 'pending' then null else now() end)`,
    [id, email, status],
  );
  return { id, email };
}

const roleOf = async (id: string): Promise<unknown> =>
  (await client.query("select role from users where id = $1", [id])).rows[0]?.role;
const eventsOf = async (id: string): Promise<unknown[]> =>
  (await client.query("select type from webhook_events where account_id = $1", [id])).rows;

describe("admin", () => {
  test("makes an active account an administrator, writes it down, and says so", async ({
    expect,
  }) => {
    const { id, email } = await newUser();
    const done = { code: 0, stdout: `${email} is an administrator now\n`, stderr: "" };
    expect(await run([email])).toEqual(done);
    expect(await roleOf(id)).toBe("admin");
    const stdout = `${email.toUpperCase().replace("EXAMPLE.COM", "example.com")} is an administrator already\n`;
    expect(await run([email.toUpperCase()])).toEqual({ ...done, stdout });
    const { rows } = await client.query(
      "select action, actor_kind, actor, details, ip from audit_entries where account_id = $1",
      [id],
    );
    expect(rows).toEqual([
      {
        action: "admin.role_changed",
        actor_kind: "operator",
        actor: "command line",
        details: { from: "user", to: "admin" },
        ip: null,
      },
    ]);
    expect(await eventsOf(id)).toEqual([]);
  });

  test("tells the product, when there is one", async ({ expect }) => {
    const { id, email } = await newUser();
    await run([email], { WEBHOOK_URL: "http://product.test" });
    expect(await eventsOf(id)).toEqual([{ type: "user.updated" }]);
  });

  test("--remove makes him a user again, and leaves one administrator", async ({ expect }) => {
    await client.query("update users set role = 'user'");
    const [first, second] = [await newUser(), await newUser()];
    for (const { email } of [first, second]) await run([email]);
    const { email } = second;
    expect(await run([email, "--remove"])).toMatchObject({
      code: 0,
      stdout: `${email} is a user now\n`,
    });
    expect(await roleOf(second.id)).toBe("user");
    expect(await run([first.email, "--remove"])).toEqual({
      code: 1,
      stdout: "",
      stderr: "latchkey admin: there must be another administrator: make one first\n",
    });
    expect(await roleOf(first.id)).toBe("admin");
  });

  test.for(["pending", "disabled"])(
    "leaves an account alone that is %s",
    async (status, { expect }) => {
      const { id, email } = await newUser(status);
      expect(await run([email])).toEqual({
        code: 1,
        stdout: "",
        stderr: `latchkey admin: ${email} is ${status}: an account has to be active\n`,
      });
      expect(await roleOf(id)).toBe("user");
    },
  );

  test.for([
    [["nobody@example.com"], 1, "there is no account nobody@example.com"],
    [[], 2, "the address is missing"],
    [["nobody"], 2, "nobody is no e-mail address that an account can have"],
    [["a@example.com", "b@example.com"], 2, "there is more than one address"],
    [["a@example.com", "--force"], 2, "Unknown option '--force'"],
  ] as const)("says what is wrong with %j", async ([args, code, text], { expect }) => {
    const ended = await run([...args]);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toContain(`latchkey admin: ${text}`);
    expect(ended.stderr.includes("usage: admin ADDRESS [--remove]")).toBe(code === 2);
  });

  test("says in one line that Postgres is away, and what it was not told", async ({ expect }) => {
    expect(await run(["a@example.com"], { DATABASE_URL: "postgres://127.0.0.1:1/none" })).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^latchkey admin: Postgres is away: .*ECONNREFUSED.*\n$/),
    });
    await expect(run(["a@example.com"], { DATABASE_URL: "" })).rejects.toThrow(
      "DATABASE_URL: is required",
    );
  });
});
