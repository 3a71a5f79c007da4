import { afterAll, beforeAll, describe, test } from "vitest";
import { digestToken } from "../../src/domain/link-token.ts";
import { json } from "../support/answer.ts";
import { getMe } from "../support/client.ts";
import { confirmAddress, newAsking } from "../support/email-change.ts";
import { linkIn } from "../support/email-api.ts";
import { confirmReset, newToken, requestReset } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, newSignedIn, openSession, sendAs, signIn } from "../support/session.ts";

let service: TestService;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService({ PUBLIC_URL: "https://id.shop.test/" });
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

const NEW_PASSWORD = "a quite different one";

test("the owner of the mailbox chooses a new password; nobody is signed in by it", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const asked = await requestReset(service, person.email);
  expect(asked.status).toBe(202);
  expect(await json(asked)).toEqual({ state: "queued" });
  const link = linkIn(await service.email.mailTo(person.email, 2));
  expect(link.href).toMatch(/^https:\/\/id\.shop\.test\/reset#token=[\w-]{43}$/);
  const answer = await confirmReset(service, link.hash.slice("#token=".length), NEW_PASSWORD);
  expect(answer.status).toBe(204);
  expect(await answer.text()).toBe("");
  expect(answer.headers.has("set-cookie")).toBe(false);
  expect((await signIn(service, person)).status).toBe(401);
  expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);
  const notice = await service.email.mailTo(person.email, 3);
  expect(notice.subject).toBe("Your Latchkey password was changed");
  expect(notice.text).not.toContain("http");
});

test("all sessions end at once, and both acts are written down without a secret", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const all = [tokens];
  for (let i = 0; i < 4; i++) all.push(await openSession(service, person));
  expect((await sendAs(service, tokens, "GET", "/users/me")).status).toBeLessThan(500);
  const token = await newToken(service, person);
  await confirmReset(service, token, NEW_PASSWORD);
  const { id } = await json(getMe(service, { ...person, password: NEW_PASSWORD }));
  const live = await pool.query(
    `select from sessions s join users u on u.row_id = s.user_row_id where u.id = $1 and s.ended_at is null`,
    [id],
  );
  expect(live.rowCount).toBe(0);
  const { rows } = await pool.query(
    `select action, actor_kind, actor, ip, request_id, details from audit_entries
     where account_id = $1 and action not in ('user.registered', 'session.created') order by id`,
    [id],
  );
  expect(rows.map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
    ["user.activated", "user"],
    ["password.reset_requested", "anonymous"],
    ["password.reset", "user"],
    ["session.ended", "user"],
  ]);
  expect(rows[3].details.sessions).toHaveLength(5);
  for (const { ip, request_id } of rows) expect([ip, request_id]).not.toContain(null);
  const written = JSON.stringify(rows);
  for (const secret of [token, digestToken(token), person.email, NEW_PASSWORD])
    expect(written).not.toContain(secret);
});

describe("a link", () => {
  const refused = async (token: unknown): Promise<unknown> =>
    (await json(confirmReset(service, token, NEW_PASSWORD))).code;

  test("that was used, is made up, cut off or as long as may be is refused alike", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const token = await newToken(service, person);
    expect((await confirmReset(service, token, NEW_PASSWORD)).status).toBe(204);
    const answer = await confirmReset(service, token, "yet another password");
    expect(answer.status).toBe(410);
    expect(await json(answer)).toMatchObject({ code: "link_expired" });
    for (const other of ["x", token.slice(1), `${token}x`, "A".repeat(43), "é".repeat(200)])
      expect(await refused(other)).toBe("link_expired");
    expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);
  });

  test("stays good when the password is refused for its form", async ({ expect }) => {
    const person = await newActivePerson(service);
    const token = await newToken(service, person);
    for (const password of ["short", "", "x".repeat(257), "a\u0000bcdefgh", 12345678, null]) {
      const answer = await confirmReset(service, token, password);
      expect(answer.status, JSON.stringify(password)).toBe(422);
      expect(await json(answer)).toMatchObject({
        code: "invalid_request",
        errors: [{ field: "password" }],
      });
    }
    for (const other of [null, "", 7, "x".repeat(201)])
      expect(await refused(other)).toBe("invalid_request");
    expect((await confirmReset(service, token, NEW_PASSWORD)).status).toBe(204);
  });

  test("is good for 15 minutes from the acceptance of its mail, and then no more", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const token = await newToken(service, person);
    const digest = digestToken(token);
    const standing = async () =>
      (
        await pool.query(
          `select r.expires_at - m.accepted_at <= interval '15 minutes' as bounded,
             r.expires_at - m.accepted_at > interval '14 minutes 50 seconds' as whole
           from password_resets r join mail_messages m on m.id = r.message_id where r.token_digest = $1`,
          [digest],
        )
      ).rows[0];
    await expect.poll(standing).toEqual({ bounded: true, whole: true });
    await pool.query("update password_resets set expires_at = now() where token_digest = $1", [
      digest,
    ]);
    expect(await refused(token)).toBe("link_expired");
    await pool.query(
      "update password_resets set expires_at = now() + interval '1 minute' where token_digest = $1",
      [digest],
    );
    expect((await confirmReset(service, token, NEW_PASSWORD)).status).toBe(204);
  });

  test("is not voided by a stranger who asks again and again; using one voids all", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const tokens = [];
    for (let mail = 0; mail < 5; mail++) tokens.push(await newToken(service, person));
    // The sixth is refused, because an inbox has room for so many.
    expect((await requestReset(service, person.email)).status).toBe(429);
    expect(new Set(tokens).size).toBe(5);
    const [first = "", ...later] = tokens;
    expect((await confirmReset(service, first, NEW_PASSWORD)).status).toBe(204);
    for (const token of later) expect(await refused(token)).toBe("link_expired");
  });

  test("is of no use while the account is disabled, and good again after it", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const token = await newToken(service, person);
    const setStatus = (status: string): Promise<unknown> =>
      pool.query("update users set status = $2 where email = $1", [person.email, status]);
    await setStatus("disabled");
    expect(await refused(token)).toBe("link_expired");
    await setStatus("active");
    expect((await confirmReset(service, token, NEW_PASSWORD)).status).toBe(204);
  });

  test("voids a change of the address under way", async ({ expect }) => {
    const { person, code } = await newAsking(service);
    const changed = { ...person, password: NEW_PASSWORD };
    await confirmReset(service, await newToken(service, person), NEW_PASSWORD);
    const tokens = await openSession(service, changed);
    const answer = await confirmAddress(service, tokens, code);
    expect(await json(answer)).toMatchObject({ code: "code_expired" });
    expect(await json(getMe(service, changed))).toMatchObject({ email: person.email });
  });
});
