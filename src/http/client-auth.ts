import { type OAuthClient, OWN_CLIENT } from "../domain/oauth-clients.ts";
import { type OAuthOutcome, refuseOAuth } from "../domain/oauth-error.ts";
import { parseBasic } from "./basic-auth.ts";
import { createCredentialCheck } from "./credential-check.ts";
import type { Form } from "./form.ts";

/** The name of the OAuth client that asks; null for our own sign-in, which has no secret. */
export type AuthenticateClient = (
  authorization: string | undefined,
  form: Form,
) => OAuthOutcome<string | null>;

/** Client authentication of RFC 6749 §2.3.1: client_secret_basic, client_secret_post, or none at all. */
export function createClientAuth(clients: readonly OAuthClient[]): AuthenticateClient {
  const isClient = createCredentialCheck(clients);
  return (authorization, form) => {
    const [name, secret] = [form.get("client_id"), form.get("client_secret")];
    if (authorization !== undefined) {
      const basic = readBasic(authorization);
      if (secret !== undefined || (basic && name !== undefined && name !== basic.user))
        return refuseOAuth("invalid_request", {
          detail: "The client must authenticate in one way only",
        });
      return basic && isClient(basic.user, basic.password)
        ? { ok: true, value: basic.user }
        : refuseOAuth("invalid_client");
    }
    if (secret === undefined && (name === undefined || name === OWN_CLIENT))
      return { ok: true, value: null };
    return name !== undefined && secret !== undefined && isClient(name, secret)
      ? { ok: true, value: name }
      : refuseOAuth("invalid_client");
  };
}

// Both halves are encoded as in a form before they go into the header.
function readBasic(authorization: string): ReturnType<typeof parseBasic> {
  const basic = parseBasic(authorization);
  try {
    return basic && { user: decode(basic.user), password: decode(basic.password) };
  } catch {
    return null;
  }
}

const decode = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));
