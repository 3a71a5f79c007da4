import { json } from "./answer.ts";
import { type Person, activate, postJson, registerNew } from "./client.ts";
import type { TestService } from "./service.ts";

type Requester = Pick<TestService, "request">;

/** What a sign-in answers. */
export type Tokens = {
  session_id: string;
  access_token: string;
  refresh_token: string;
  expires_in: number;
};

/** Somebody who registered and activated. */
export async function newActivePerson(service: TestService): Promise<Person> {
  const { person, code } = await registerNew(service);
  const response = await activate(service, person, code);
  if (response.status !== 200) throw new Error(`activation answered ${response.status}`);
  return person;
}

export const signIn = (
  service: Requester,
  { email, password }: Person,
  more: Record<string, unknown> = {},
): Promise<Response> => service.request("/sessions", postJson({ email, password, ...more }));

/** Signs in on one more device. */
export async function openSession(service: Requester, person: Person): Promise<Tokens> {
  const response = await signIn(service, person);
  if (response.status !== 201) throw new Error(`sign-in answered ${response.status}`);
  return json(response);
}

/** Somebody who is signed in on one device. */
export async function newSignedIn(
  service: TestService,
): Promise<{ person: Person; tokens: Tokens }> {
  const person = await newActivePerson(service);
  return { person, tokens: await openSession(service, person) };
}

export const bearer = ({
  access_token,
}: Pick<Tokens, "access_token">): { authorization: string } => ({
  authorization: `Bearer ${access_token}`,
});

/** A request with a JSON body by whoever has the token. */
export const sendAs = (
  service: Requester,
  tokens: Pick<Tokens, "access_token">,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> =>
  service.request(
    path,
    body === undefined
      ? { method, headers: bearer(tokens) }
      : { ...postJson(body, bearer(tokens)), method },
  );

export const refresh = (
  service: Requester,
  { refresh_token }: Pick<Tokens, "refresh_token">,
): Promise<Response> => service.request("/sessions/refresh", postJson({ refresh_token }));

/** The account as its owner sees it on a device. */
export const getMeAs = (
  service: Requester,
  tokens: Pick<Tokens, "access_token">,
): Promise<Response> => sendAs(service, tokens, "GET", "/users/me");

/** Whether a session's tokens are of use. Throws when one of them is and the other is not. */
export async function isAlive(service: Requester, tokens: Tokens): Promise<boolean> {
  const [asked, renewed] = [await getMeAs(service, tokens), await refresh(service, tokens)];
  if (asked.status !== renewed.status)
    throw new Error(`half alive: ${asked.status}, ${renewed.status}`);
  return asked.status === 200;
}
