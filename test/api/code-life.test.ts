import { test, vi } from "vitest";
import { activationCode } from "../../src/accounts/activation-code.ts";
import { findAccountByEmail } from "../../src/postgres/users.ts";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, register, registerNew } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { startService } from "../support/service.ts";

test("the code lives as long as configured, from the provider's acceptance on", async ({
  expect,
}) => {
  await using brief = await startService({ CODE_TTL_SECONDS: "4" });
  const early = await registerNew(brief);
  expect((await activate(brief, early.person, early.code)).status).toBe(200);
  const late = await registerNew(brief);
  // Noted as sent a moment after the mail is there.
  const standing = await vi.waitUntil(
    async () => {
      const { code } = await json(getMe(brief, late.person));
      return code.state === "sent" && code;
    },
    { interval: 20, timeout: 15_000 },
  );
  const expiresAt = Date.parse(standing.expires_at);
  await expect
    .poll(async () => (await json(getMe(brief, late.person))).code.state, {
      interval: 20,
      timeout: 15_000,
    })
    .toBe("expired");
  // What is told is later than Redis' own deadline, by as long as its answer took.
  expect(Date.now()).toBeGreaterThan(expiresAt - 500);
  const response = await activate(brief, late.person, late.code);
  expect(response.status).toBe(410);
});

test("a code that was used does nothing when it is sent once more, not after its life either", async ({
  expect,
}) => {
  await using brief = await startService({ CODE_TTL_SECONDS: "4" });
  const { codes, keys, pool } = brief.resources;
  const { person, code } = await registerNew(brief);
  expect((await activate(brief, person, code)).status).toBe(200);
  const account = await findAccountByEmail(pool, person.email);
  if (!account) throw new Error("nobody is there");
  const { key } = activationCode(keys, account);
  const number = { accountRowId: account.rowId, generation: 1, sequence: 1 };
  // It is there until its life is over (control).
  expect(await codes.inspect(key, number)).not.toBeNull();
  expect((await activate(brief, person, code)).status).toBe(409);
  await expect.poll(() => codes.inspect(key, number), { interval: 20 }).toBeNull();
  expect((await activate(brief, person, code)).status).toBe(409);
  const acts = await pool.query("select 1 from audit_entries where action = 'user.activated'");
  expect(acts.rowCount).toBe(1);
  expect((await pool.query("select 1 from sessions")).rowCount).toBe(0);
});

test("the provider's delay does not eat the minute", async ({ expect }) => {
  await using brief = await startService({ CODE_TTL_SECONDS: "4", EMAIL_TIMEOUT_MS: "20000" });
  const gate = Promise.withResolvers<undefined>();
  brief.email.answerWith(() => gate.promise.then(() => new Response(null, { status: 202 })));
  const person = newPerson();
  await register(brief, person);
  await expect.poll(() => brief.email.attempts.length).toBe(1);
  expect(await json(getMe(brief, person))).toMatchObject({
    code: { state: "queued", expires_at: null },
  });
  await new Promise((resolve) => setTimeout(resolve, 4200));
  gate.resolve(undefined);
  const code = codeIn(await brief.email.mailTo(person.email));
  expect((await activate(brief, person, code)).status).toBe(200);
});
