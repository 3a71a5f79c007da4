import { pseudonym } from "../../src/keys.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import { type Person, newPerson } from "./client.ts";
import { type ReceivedMail, codeIn } from "./email-api.ts";
import type { TestService } from "./service.ts";
import { type Tokens, newSignedIn, sendAs } from "./session.ts";

type Requester = Pick<TestService, "request">;
type Access = Pick<Tokens, "access_token">;

/** An address that nobody has. */
export const newAddress = (): string => newPerson().email;

/** Asks for another address, with the password of whoever asks. */
export const askForAddress = (
  service: Requester,
  tokens: Access,
  { password }: Pick<Person, "password">,
  email: string,
): Promise<Response> =>
  sendAs(service, tokens, "PUT", "/users/me/email", { email, current_password: password });

export const confirmAddress = (
  service: Requester,
  tokens: Access,
  code: string,
): Promise<Response> => sendAs(service, tokens, "POST", "/users/me/email/confirm", { code });

/** Asks for an address that nobody else has, and reads the code that comes to it. */
export async function askAndRead(
  service: TestService,
  tokens: Access,
  person: Person,
  email = newAddress(),
): Promise<{ email: string; code: string }> {
  const mails = service.email.accepted.filter(({ to }) => to === email).length;
  const response = await askForAddress(service, tokens, person, email);
  if (response.status !== 202) throw new Error(`it answered ${response.status}`);
  return { email, code: codeIn(await service.email.mailTo(email, mails + 1)) };
}

/** The whole way to another address; returns the token of the way back. */
export async function moveTo(
  service: TestService,
  tokens: Access,
  person: Person,
  email = newAddress(),
): Promise<{ person: Person; undoToken: string }> {
  const { code } = await askAndRead(service, tokens, person, email);
  const earlier = service.email.accepted.filter(
    ({ to, text }) => to === person.email && text.includes(UNDO_LINK),
  );
  const response = await confirmAddress(service, tokens, code);
  if (response.status !== 200) throw new Error(`it answered ${response.status}`);
  const moved = { ...person, email };
  const notice = await noticeTo(service, person.email, earlier.length + 1);
  return { person: moved, undoToken: undoTokenIn(notice) };
}

/** Somebody signed in who has asked for another address, with its code. */
export async function newAsking(
  service: TestService,
): Promise<{ person: Person; tokens: Tokens; email: string; code: string }> {
  const { person, tokens } = await newSignedIn(service);
  return { person, tokens, ...(await askAndRead(service, tokens, person)) };
}

const UNDO_LINK = "/undo-email-change#token=";

/** The n-th notice to an address that its account was moved, whatever other mail comes meanwhile. */
export const noticeTo = (service: TestService, email: string, nth = 1): Promise<ReceivedMail> =>
  service.email.mailTo(email, nth, UNDO_LINK);

export function undoTokenIn(mail: Pick<ReceivedMail, "text">): string {
  const token = /\/undo-email-change#token=([\w-]{43})$/m.exec(mail.text)?.[1];
  if (token === undefined) throw new Error(`no link in: ${mail.text}`);
  return token;
}

/** Lets the cool-down pass by moving the last request into the past. */
export const passEmailCooldown = (
  { resources }: Pick<TestService, "resources">,
  email: string,
): Promise<unknown> =>
  resources.pool.query(
    `update email_changes c set requested_at = c.requested_at - interval '61 s'
     from users u where u.row_id = c.user_row_id and u.email = $1`,
    [email],
  );

/** Where Redis keeps the code for the new address of an account. */
export const emailCodeKey = ({ resources }: Pick<TestService, "resources">, id: string): string =>
  keyOfCode({ holder: pseudonym(resources.keys.address, id), purpose: "email_change" });
