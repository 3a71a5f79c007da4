import type { Credentials } from "../credentials.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import { normalisePassword } from "../domain/password.ts";

const BASIC = /^basic +([A-Za-z\d+/]+={0,2})$/i;
const BASE64_GROUP = 4;

/** Reads a Basic header (RFC 7617): strict base64, strict UTF-8, split at the first colon. Returns null otherwise. */
export function parseBasic(header: string | undefined): { user: string; password: string } | null {
  const token = BASIC.exec(header ?? "")?.[1];
  if (token === undefined || token.length % BASE64_GROUP !== 0) return null;
  const text = decodeUtf8(Buffer.from(token, "base64"));
  const colon = text?.indexOf(":") ?? -1;
  if (text === null || colon === -1) return null;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * Reads the credentials of an account: an e-mail address, and a password without controls. Returns null for everything
 * no account can have, so that it is refused without a hash.
 */
export function parseBasicCredentials(header: string | undefined): Credentials | null {
  const basic = parseBasic(header);
  const email = basic && parseEmailAddress(basic.user);
  const password = basic && normalisePassword(basic.password);
  return email && password !== null ? { email, password } : null;
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    // ignoreBOM keeps a leading U+FEFF, which is part of the user-id and not ours to drop.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
