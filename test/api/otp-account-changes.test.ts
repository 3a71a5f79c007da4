import { decodeJwt } from "jose";
import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, activate, newPerson, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { moveTo } from "../support/email-change.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { passOtpCooldown } from "../support/otp-attack.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

type SentOtp = Awaited<ReturnType<typeof askForOtp>>;

const signInBy = ({ id, code }: { id: string; code: string }): Promise<Response> =>
  verifyOtp(service, id, code, {}, "?session=true");
const accountOf = async ({ email }: Pick<Person, "email">): Promise<Record<string, unknown>> =>
  (await query(service, "select id, status from users where email = $1", email))[0] ?? {};
const setStatus = (email: string, status: string): Promise<unknown> =>
  query(service, "update users set status = $2 where email = $1", email, status);
const countSessions = async (id: unknown): Promise<number> =>
  (
    await query(
      service,
      "select 1 from audit_entries where action = 'session.created' and account_id = $1",
      id,
    )
  ).length;

/** Two codes of an address, both good. */
async function askTwice({ email }: Person): Promise<[first: SentOtp, second: SentOtp]> {
  const first = await askForOtp(service, { email });
  await passOtpCooldown(service, email);
  return [first, await askForOtp(service, { email })];
}

/** Registers somebody and reads the code, whatever was mailed to the address before. */
async function registerAgain(person: Person): Promise<string> {
  const mails = service.email.accepted.filter(({ to }) => to === person.email).length;
  await register(service, person);
  return codeIn(await service.email.mailTo(person.email, mails + 1));
}

test("a pending account is not activated by it, gets no session, and is not named", async ({
  expect,
}) => {
  const person = newPerson();
  const activation = await registerAgain(person);
  const { id: accountId } = await accountOf(person);
  const answer = await json(signInBy(await askForOtp(service, { email: person.email })));
  expect(answer.session).toBeNull();
  expect(decodeJwt(answer.proof).sub).not.toBe(accountId);
  expect(await accountOf(person)).toMatchObject({ status: "pending" });
  expect((await activate(service, person, activation)).status).toBe(200);
});

test("an account that was activated after the mail is not named, and its owner asks again", async ({
  expect,
}) => {
  const person = newPerson();
  const activation = await registerAgain(person);
  const early = await askForOtp(service, { email: person.email });
  await activate(service, person, activation);
  const { session, proof } = await json(signInBy(early));
  expect(session).toBeNull();
  const { id } = await accountOf(person);
  expect(decodeJwt(proof).sub).not.toBe(id);
  const late = await json(signInBy(await askForOtp(service, { email: person.email })));
  expect(late.session).toMatchObject({ token_type: "Bearer" });
  expect(decodeJwt(late.proof).sub).toBe(id);
});

test("an account that was disabled before the mail: only who has the right code is told, and gets nothing", async ({
  expect,
}) => {
  const { email } = await newActivePerson(service);
  await setStatus(email, "disabled");
  const { id, code } = await askForOtp(service, { email });
  for (let i = 0; i < 2; i++)
    for (const more of ["", "?session=true"]) {
      const refused = await verifyOtp(service, id, code, {}, more);
      expect(refused.status).toBe(403);
      expect(await json(refused)).toMatchObject({ code: "account_disabled" });
    }
  // Enabled again it needs another code.
  await setStatus(email, "active");
  expect((await verifyOtp(service, id, code)).status).toBe(403);
  expect((await signInBy(await askForOtp(service, { email }))).status).toBe(200);
});

test("an account that was disabled after the mail gets no session", async ({ expect }) => {
  const { email } = await newActivePerson(service);
  const asked = await askForOtp(service, { email });
  await setStatus(email, "disabled");
  const refused = await signInBy(asked);
  expect(refused.status).toBe(403);
  expect(await json(refused)).toMatchObject({ code: "account_disabled" });
  const { id } = await accountOf({ email });
  expect(await countSessions(id)).toBe(0);
  // Without a session nothing is looked up: the proof tells whose address it was when the code was sent.
  expect(decodeJwt((await json(verifyOtp(service, asked.id, asked.code))).proof).sub).toBe(id);
});

test("an account that was deleted after the mail gets no session, nor does the next one of its address", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { id } = await accountOf(person);
  const [first, second] = await askTwice(person);
  const body = { current_password: person.password };
  expect((await sendAs(service, tokens, "DELETE", "/users/me", body)).status).toBe(204);
  expect((await json(signInBy(first))).session).toBeNull();
  await service.email.mailTo(person.email, 4);
  await activate(service, person, await registerAgain(person));
  const again = await accountOf(person);
  expect(again["status"]).toBe("active");
  const answer = await json(signInBy(second));
  expect(answer.session).toBeNull();
  expect(decodeJwt(answer.proof).sub).toBe(id);
  expect(again["id"]).not.toBe(id);
  expect(await countSessions(again["id"])).toBe(0);
  const third = await json(signInBy(await askForOtp(service, { email: person.email })));
  expect(decodeJwt(third.proof).sub).toBe(again["id"]);
});

test("an account that moved to another address gets no session by the older one's code, nor does who came after it", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { id } = await accountOf(person);
  const [first, second] = await askTwice(person);
  const { person: moved } = await moveTo(service, tokens, person);
  expect((await json(signInBy(first))).session).toBeNull();
  const next = { ...newPerson(), email: person.email };
  await activate(service, next, await registerAgain(next));
  const answer = await json(signInBy(second));
  expect(answer.session).toBeNull();
  expect(await accountOf(next)).not.toMatchObject({ id });
  // By a code to where it is now it signs in.
  const { session } = await json(signInBy(await askForOtp(service, { email: moved.email })));
  expect(await json(getMeAs(service, session))).toMatchObject({ id, email: moved.email });
});
