import type { OAuthClient } from "../../src/domain/oauth-clients.ts";

type Fields = Record<string, string> | [string, string][];

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
