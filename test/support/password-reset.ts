import { type Person, postJson } from "./client.ts";
import { linkIn } from "./email-api.ts";
import type { TestService } from "./service.ts";

type Requester = Pick<TestService, "request">;

export const requestReset = (
  service: Requester,
  email: unknown,
  headers: Record<string, string> = {},
): Promise<Response> => service.request("/password-resets", postJson({ email }, headers));

export const confirmReset = (
  service: Requester,
  token: unknown,
  password: unknown,
): Promise<Response> => service.request("/password-resets/confirm", postJson({ token, password }));

/** The token of the link in a mail. */
export const tokenIn = (mail: { text: string }): string =>
  new URLSearchParams(linkIn(mail).hash.slice(1)).get("token") ?? "";

const RESET_LINK = "/reset#token=";

/** Asks for a reset and reads the token of the mail, whatever other mail comes meanwhile. */
export async function newToken(service: TestService, { email }: Person): Promise<string> {
  const earlier = service.email.accepted.filter(
    ({ to, text }) => to === email && text.includes(RESET_LINK),
  );
  const response = await requestReset(service, email);
  if (response.status !== 202) throw new Error(`it answered ${response.status}`);
  return tokenIn(await service.email.mailTo(email, earlier.length + 1, RESET_LINK));
}

/** The whole way to a password that is right again, by the mailbox. */
export async function makePassword(service: TestService, person: Person): Promise<void> {
  const response = await confirmReset(service, await newToken(service, person), person.password);
  if (response.status !== 204) throw new Error(`it answered ${response.status}`);
}
