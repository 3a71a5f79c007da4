import { sendMessage } from "../../src/features/mail/send-message.ts";
import {
  activate,
  getMe,
  newPerson,
  register,
  registerNew,
  requestCode,
  wrongCode,
} from "./client.ts";
import { sendOtp, verifyOtp } from "./otp.ts";
import { confirmReset, newToken, requestReset } from "./password-reset.ts";
import { prepareCodes } from "./prepared-otps.ts";
import { query } from "./query.ts";
import type { TestService } from "./service.ts";
import { type Tokens, getMeAs, newActivePerson, newSignedIn, refresh, signIn } from "./session.ts";

/** More than an operation is done, so that each time has what it needs. */
const PREPARED = 5;

type Operation = (service: TestService) => Promise<() => Promise<void>>;

/** Whatever people and mails do most, by the names that the README has for it. */
export const STORE_OPERATIONS: Record<string, Operation> = {
  "POST /users": async (service) => () => expectStatus(register(service, newPerson()), 202),
  "the mail of an activation code": async (service) => {
    const messages = await prepare(() => queueCode(service));
    return () => sendMessage(service.resources, next(messages));
  },
  "POST /auth/activate, right code": async (service) => {
    const people = await prepare(() => registerNew(service));
    return () => {
      const { person, code } = next(people);
      return expectStatus(activate(service, person, code), 200);
    };
  },
  "POST /auth/activate, wrong code": async (service) => {
    const people = await prepare(() => registerNew(service));
    return () => {
      const { person, code } = next(people);
      return expectStatus(activate(service, person, wrongCode(code)), 400);
    };
  },
  "POST /auth/activation-codes": async (service) => {
    const people = await prepare(() => registerNew(service));
    await query(service, "update users set code_requested_at = now() - interval '1 hour'");
    return () => expectStatus(requestCode(service, next(people).person), 202);
  },
  "POST /sessions": async (service) => {
    const person = await newActivePerson(service);
    return () => expectStatus(signIn(service, person), 201);
  },
  "POST /sessions/refresh": async (service) => {
    let { tokens } = await newSignedIn(service);
    return async () => {
      tokens = (await (await refresh(service, tokens)).json()) as Tokens;
    };
  },
  "GET /users/me, Bearer": async (service) => {
    const { tokens } = await newSignedIn(service);
    return () => expectStatus(getMeAs(service, tokens), 200);
  },
  "GET /users/me, Basic": async (service) => {
    const person = await newActivePerson(service);
    return () => expectStatus(getMe(service, person), 200);
  },
  "POST /otp/send": async (service) => () => expectStatus(sendOtp(service, newPerson().email), 202),
  "POST /otp/verify": async (service) => {
    const codes = await prepareCodes(service.resources, PREPARED);
    return () => {
      const { id, code } = next(codes);
      return expectStatus(verifyOtp(service, id, code), 200);
    };
  },
  "POST /password-resets": async (service) => () =>
    expectStatus(requestReset(service, newPerson().email), 202),
  "POST /password-resets/confirm": async (service) => {
    const tokens = await prepare(async () => newToken(service, await newActivePerson(service)));
    return () => expectStatus(confirmReset(service, next(tokens), newPerson().password), 204);
  },
  "GET /register": async (service) => () => expectStatus(service.request("/register"), 200),
};

const prepare = <T>(make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: PREPARED }, make));

function next<T>(prepared: T[]): T {
  const one = prepared.pop();
  if (one === undefined) throw new Error("nothing is left of what was prepared");
  return one;
}

async function expectStatus(response: Promise<Response>, status: number): Promise<void> {
  const given = await response;
  if (given.status !== status) throw new Error(`${given.status}: ${await given.text()}`);
}

/** A registration whose mail no job comes for; the id of its message. */
async function queueCode(service: TestService): Promise<string> {
  const { email } = newPerson();
  const [message] = await query(
    service,
    `with registered as (
       insert into users (id, email, email_normalised, password_hash)
       values (gen_random_uuid(), $1::text, $1::text, 'none') returning row_id)
     insert into mail_messages (id, user_row_id, kind, code_sequence)
     select gen_random_uuid(), row_id, 'activation_code', 1 from registered returning id`,
    email,
  );
  return String(message?.["id"]);
}
