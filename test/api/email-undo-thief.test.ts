import { afterAll, beforeAll, test } from "vitest";
import { getMe, postJson } from "../support/client.ts";
import { moveTo } from "../support/email-change.ts";
import { makePassword } from "../support/password-reset.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { newSignedIn, openSession, sendAs, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const undo = (token: string): Promise<Response> =>
  service.request("/email-changes/undo", postJson({ token }));

test("after an undo no password is right, whoever knew or chose it: the owner of the mailbox makes a new one", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { person: moved, undoToken } = await moveTo(service, tokens, person);
  const chosen = { ...moved, password: "what the thief made of it" };
  const body = { current_password: person.password, new_password: chosen.password };
  expect((await sendAs(service, tokens, "PUT", "/users/me/password", body)).status).toBe(204);
  await openSession(service, chosen);

  expect((await undo(undoToken)).status).toBe(204);
  for (const password of [person.password, chosen.password])
    for (const { email } of [person, moved]) {
      expect((await signIn(service, { email, password })).status).toBe(401);
      expect((await getMe(service, { email, password })).status).toBe(401);
    }

  const owner = { ...person, password: "what the owner made of it" };
  await makePassword(service, owner);
  await openSession(service, owner);
});

test("a link to a new password that is made during an undo does not outlive it", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { person: moved, undoToken } = await moveTo(service, tokens, person);
  const thief = await service.resources.pool.connect();
  try {
    await thief.query("begin");
    await thief.query(
      `insert into password_resets (token_digest, message_id, user_row_id, expires_at)
       select 'of ' || email, gen_random_uuid(), row_id, now() + interval '15 min' from users where email = $1`,
      [moved.email],
    );
    const undone = undo(undoToken);
    const waiting =
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    await expect.poll(() => query(service, waiting), { interval: 10 }).toHaveLength(1);
    await thief.query("commit");
    expect((await undone).status).toBe(204);
  } finally {
    thief.release();
  }
  const left = "select from password_resets where token_digest = 'of ' || $1::text";
  expect(await query(service, left, moved.email)).toEqual([]);
});
