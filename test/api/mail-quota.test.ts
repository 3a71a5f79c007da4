import { randomUUID } from "node:crypto";
import { test } from "vitest";
import { newPerson, register, registerNew } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";
import { changePassword, newSignedIn } from "../support/session.ts";

/** Somebody active, with one mail of the quota used, whose password is then changed three times. */
async function sendThreeNotices(service: TestService): Promise<string> {
  const { person, tokens } = await newSignedIn(service);
  let { password } = person;
  for (let i = 0; i < 3; i++) {
    const next = newPerson().password;
    await changePassword(service, tokens, { password }, next);
    password = next;
  }
  return person.email;
}

type Message = { kind: string; state: string; attempts: number; lastError: string | null };

async function messagesTo(service: TestService, address: string): Promise<Message[]> {
  const { rows } = await service.resources.pool.query<Message>(
    `select m.kind, m.state, m.attempts, m.last_error as "lastError" from mail_messages m
     join users u on u.row_id = m.user_row_id where u.email = $1 order by m.code_sequence`,
    [address],
  );
  return rows;
}

const waiting = (kind: string): Message => ({
  kind,
  state: "queued",
  attempts: 0,
  lastError: "http: its quota is used up",
});

test("the reserve of a quota is kept for codes, and nothing is sent beyond the quota", async ({
  expect,
}) => {
  await using service = await startService({ EMAIL_API_QUOTA: "5/1h", EMAIL_QUOTA_RESERVE: "60" });
  const address = await sendThreeNotices(service);
  await expect
    .poll(
      async () => (await messagesTo(service, address)).filter(({ state }) => state !== "sent"),
      {
        timeout: 10_000,
      },
    )
    .toEqual([waiting("password_changed")]);
  expect(service.email.accepted).toHaveLength(3);

  await registerNew(service);
  await registerNew(service);
  const late = newPerson();
  expect((await register(service, late)).status).toBe(202);
  await expect
    .poll(() => messagesTo(service, late.email), { timeout: 10_000 })
    .toEqual([waiting("activation_code")]);
  expect(service.email.attempts).toHaveLength(5);
});

test("without a reserve notices may use the whole quota (control)", async ({ expect }) => {
  await using service = await startService({ EMAIL_API_QUOTA: "5/1h", EMAIL_QUOTA_RESERVE: "0" });
  await sendThreeNotices(service);
  await expect.poll(() => service.email.accepted.length, { timeout: 10_000 }).toBe(4);
});

test("what a provider refuses does not count", async ({ expect }) => {
  await using service = await startService({ EMAIL_API_QUOTA: "1/1h" });
  let refusals = 0;
  service.email.answerWith(() =>
    refusals++ < 2 ? new Response(null, { status: 500 }) : undefined,
  );
  await registerNew(service);
  expect(service.email.attempts).toHaveLength(3);
});

test("a quota of another window begins another count", async ({ expect }) => {
  const SECRET_KEY = randomUUID() + randomUUID();
  // Hits of seconds, numbered as days are, would be of the far future: counted for as long as there is mail.
  for (const [EMAIL_API_QUOTA, state] of [
    ["1/1m", "sent"],
    ["1/1d", "sent"],
    ["1/1d", "queued"],
  ] as const) {
    await using service = await startService({ SECRET_KEY, EMAIL_API_QUOTA });
    const person = newPerson();
    await register(service, person);
    await expect
      .poll(() => messagesTo(service, person.email), { timeout: 15_000 })
      .toEqual([
        state === "sent"
          ? { kind: "activation_code", state, attempts: 1, lastError: null }
          : waiting("activation_code"),
      ]);
  }
});
