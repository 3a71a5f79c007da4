import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { test } from "vitest";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";
import { activate, basic, newPerson, register, wrongCode } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { clientOf, startMailMock, startServiceProcess } from "../support/processes.ts";
import { confirmReset, requestReset, tokenIn } from "../support/password-reset.ts";
import { openSession, refresh, signIn } from "../support/session.ts";

const OPS_PASSWORD = "operators-password-of-a-journey";

test("no secret of a whole journey is in Postgres' own log, whatever fails there, nor in the metrics", async ({
  expect,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-secrets-"));
  let logged = "";
  const postgres = await startPostgres({
    dataDir: join(folder, "postgres"),
    durable: false,
    onOutput: (text) => {
      logged += text;
    },
  });
  await using mock = await startMailMock();
  {
    await using service = await startServiceProcess("node", {
      DATABASE_URL: postgres.url,
      EMAIL_API_URL: mock.url,
      OPS_PASSWORD,
    });
    const client = clientOf(service);
    const person = newPerson();
    expect((await register(client, person)).status).toBe(202);
    const code = codeIn(await mock.mailTo(person.email));
    expect((await activate(client, person, wrongCode(code))).status).toBe(400);
    expect((await activate(client, person, code)).status).toBe(200);
    await signIn(client, { ...person, password: `${person.password}-wrong` });
    const tokens = await openSession(client, person);
    expect((await refresh(client, tokens)).status).toBe(200);
    const mailsBefore = (await mock.inbox()).length;
    expect((await requestReset(client, person.email)).status).toBe(202);
    await expect.poll(async () => (await mock.inbox()).length).toBeGreaterThan(mailsBefore);
    const mail = (await mock.inbox()).find(({ text }) => text.includes("/reset#token="));
    const token = tokenIn(mail ?? { text: "" });

    // What is written while nothing can be: each of these fails in Postgres, which says what it was.
    const admin = new Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query("begin");
    await admin.query("lock table users in access exclusive mode");
    const late = { ...newPerson(), password: `late-${person.password}` };
    const failing = [
      register(client, late),
      signIn(client, person),
      activate(client, person, code),
      confirmReset(client, token, late.password),
    ];
    for (const answer of await Promise.all(failing)) expect(answer.status).toBe(503);
    await admin.query("rollback");
    await admin.query("select 'canary-of-a-statement' from nowhere").catch(() => {});
    await admin.end();
    const again = newPerson();
    expect((await confirmReset(client, token, again.password)).status).toBe(204);

    const authorization = `Basic ${Buffer.from(`ops:${OPS_PASSWORD}`).toString("base64")}`;
    const metrics = await fetch(`${service.url}/metrics`, { headers: { authorization } });
    expect(metrics.status).toBe(200);
    const figures = await metrics.text();

    // Errors are there, and what a statement holds as a text would be (control).
    expect(logged).toMatch(/lock timeout/);
    expect(logged).toContain("canary-of-a-statement");
    expect(figures).toMatch(/latchkey_codes_total\{event="right"\} 1/);
    const secrets = [
      person.password,
      late.password,
      again.password,
      person.email,
      late.email,
      basic(person).slice("Basic ".length),
      tokens.access_token,
      tokens.refresh_token,
      token,
      OPS_PASSWORD,
      "$argon2id$",
    ];
    for (const secret of secrets) {
      expect(logged.includes(secret), secret).toBe(false);
      expect(figures.includes(secret), secret).toBe(false);
    }
    // A code is four digits, which any time can hold: only as a value of its own does it count.
    for (const text of [logged, figures])
      expect(text).not.toMatch(new RegExp(`["'=(]${code}["')]`));
  }
  await postgres.stop();
  await rm(folder, { recursive: true });
});
