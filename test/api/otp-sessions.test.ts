import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { newOtpId, wrongCodes } from "../support/otp-attack.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  isAlive,
  newActivePerson,
  openSession,
  sendAs,
  signIn,
} from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ PROOF_AUDIENCES: "shop", SESSIONS_MAX: "3" });
});
afterAll(() => service[Symbol.asyncDispose]());

const signInBy = (id: string, code: string): Promise<Response> =>
  verifyOtp(service, id, code, {}, "?session=true");

describe("a session by a code", () => {
  test("is one like any other: of its account, listed, refreshed and ended", async ({ expect }) => {
    const { email } = await newActivePerson(service);
    const { id, code } = await askForOtp(service, { email });
    const { session, proof } = await json(signInBy(id, code));
    expect(session).toMatchObject({ token_type: "Bearer", device_token: expect.any(String) });
    const me = await json(getMeAs(service, session));
    expect(me).toMatchObject({ email, status: "active" });
    expect(decodeJwt(proof).sub).toBe(me.id);
    expect(await isAlive(service, session)).toBe(true);
    const entries = await query(
      service,
      "select actor_kind, account_id, details from audit_entries where action = 'session.created' and account_id = $1",
      me.id,
    );
    expect(entries).toMatchObject([
      { actor_kind: "user", details: { session: session.session_id } },
    ]);
  });

  test("is opened once by 50 at a time; the others are told, and may have the proof", async ({
    expect,
  }) => {
    for (let round = 0; round < 3; round++) {
      const person = await newActivePerson(service);
      const { id, code } = await askForOtp(service, { email: person.email });
      const answers = await Promise.all(Array.from({ length: 50 }, () => signInBy(id, code)));
      const opened = answers.filter(({ status }) => status === 200);
      expect(opened).toHaveLength(1);
      for (const other of answers.filter((each) => !opened.includes(each))) {
        expect(other.status).toBe(410);
        expect(await json(other)).toMatchObject({
          code: "code_expired",
          detail: "It was used to sign in before.",
        });
      }
      const rows = await query(
        service,
        "select s.id from sessions s join users u on u.row_id = s.user_row_id where u.email = $1",
        person.email,
      );
      expect(rows).toHaveLength(1);
      const { session } = await json(opened[0] as Response);
      expect((await getMeAs(service, session)).status).toBe(200);
      expect((await verifyOtp(service, id, code)).status).toBe(200);
    }
  });

  test("is not opened again when it was ended meanwhile, nor by another id", async ({ expect }) => {
    const { email } = await newActivePerson(service);
    const { id, code } = await askForOtp(service, { email });
    const other = await newOtpId(service, email);
    const { session } = await json(signInBy(id, code));
    await sendAs(service, session, "DELETE", "/sessions/current");
    expect((await signInBy(id, code)).status).toBe(410);
    expect((await signInBy(other, code)).status).toBe(410);
    expect((await getMeAs(service, session)).status).toBe(401);
  });

  test("ends the one that was used least lately where there are too many", async ({ expect }) => {
    const person = await newActivePerson(service);
    const older: Tokens[] = [];
    for (let i = 0; i < 3; i++) older.push(await openSession(service, person));
    const { id, code } = await askForOtp(service, { email: person.email });
    const { session } = await json(signInBy(id, code));
    // The repeat, which is refused, ends none.
    expect((await signInBy(id, code)).status).toBe(410);
    const statuses = [];
    for (const each of [...older, session]) statuses.push((await getMeAs(service, each)).status);
    expect(statuses).toEqual([401, 200, 200, 200]);
  });

  test("is not what a code for another purpose or audience is for, nor does asking use it up", async ({
    expect,
  }) => {
    const { email } = await newActivePerson(service);
    for (const scope of [{ audience: "shop" }, { purpose: "payment" }]) {
      const { id, code } = await askForOtp(service, { email, ...scope });
      const refused = await signInBy(id, code);
      expect(refused.status).toBe(422);
      expect((await json(refused)).errors).toMatchObject([{ field: "session" }]);
      const { proof, session } = await json(verifyOtp(service, id, code));
      expect(decodeJwt(proof).email).toBe(email);
      expect(session).toBeUndefined();
    }
    const shared = await askForOtp(service, { email });
    const refused = await verifyOtp(service, shared.id, shared.code, { format: "hmac" });
    expect(refused.status).toBe(422);
    expect((await signInBy(shared.id, shared.code)).status).toBe(200);
  });

  test("is not opened by a wrong code, and the device's token is good at the next sign-in", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const { id, code } = await askForOtp(service, { email: person.email });
    expect((await signInBy(id, wrongCodes(code, 1)[0] ?? "")).status).toBe(400);
    const { session } = await json(signInBy(id, code));
    const again = await signIn(service, person, { device_token: session.device_token });
    expect(again.status).toBe(201);
  });
});

test("an address that nobody has is proved, and opens none", async ({ expect }) => {
  const { email, id, code } = await askForOtp(service);
  const { session, proof } = await json(signInBy(id, code));
  expect(session).toBeNull();
  expect(decodeJwt(proof).email).toBe(email);
});
