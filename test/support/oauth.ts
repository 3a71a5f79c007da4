import type { OAuthClient } from "../../src/domain/oauth-clients.ts";
import { json } from "./answer.ts";
import type { Person } from "./client.ts";
import type { TestService } from "./service.ts";
import type { Tokens } from "./session.ts";

type Fields = Record<string, string> | [string, string][];
type Requester = Pick<TestService, "request">;

export const DASHBOARD: OAuthClient = { name: "dashboard", secret: "secret-of-the-dashboard" };
export const API: OAuthClient = { name: "api", secret: "secret-of-the-api" };
/** For OAUTH_CLIENTS. */
export const CLIENTS = [DASHBOARD, API].map(({ name, secret }) => `${name}:${secret}`).join(",");

/** A form as OAuth clients post it. */
export const postForm = (fields: Fields, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  body: new URLSearchParams(fields).toString(),
});

/** What a client authenticates with: client_secret_basic. */
export const asClient = ({ name, secret }: OAuthClient): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`,
});

/** Posts a form to one of the OAuth routes, as a client or as nobody. */
export const postAs = (
  service: Requester,
  client: OAuthClient | null,
  path: "token" | "revoke" | "introspect",
  fields: Fields,
): Promise<Response> =>
  service.request(`/oauth/${path}`, postForm(fields, client ? asClient(client) : {}));

export const renewAs = (
  service: Requester,
  client: OAuthClient | null,
  { refresh_token }: Pick<Tokens, "refresh_token">,
): Promise<Response> =>
  postAs(service, client, "token", { grant_type: "refresh_token", refresh_token });

export const signInAs = (
  service: Requester,
  client: OAuthClient | null,
  { email, password }: Person,
): Promise<Response> =>
  postAs(service, client, "token", { grant_type: "password", username: email, password });

/** A session that was made for a client; needs OAUTH_PASSWORD_GRANT. */
export async function openClientSession(
  service: Requester,
  client: OAuthClient,
  person: Person,
): Promise<Tokens> {
  const response = await signInAs(service, client, person);
  if (response.status !== 200) throw new Error(`the grant answered ${response.status}`);
  return json(response);
}

/** What an answer is to somebody who compares: all of it, but for what differs each time. */
export async function faceOf(response: Response): Promise<unknown> {
  const { "x-request-id": _, ratelimit: __, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}
