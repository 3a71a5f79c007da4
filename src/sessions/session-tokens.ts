import { type KeyObject, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { digestToken } from "../domain/link-token.ts";

const SESSION_ID_BYTES = 16;
const SECRET_BYTES = 32;
const TAG_BYTES = 16;
const TOKEN = /^[\w-]{86}$/;

/** A token that opens a session and is one of ours, whichever of its session's it is. */
export type SessionToken = {
  sessionId: string;
  /** What is kept of it. */
  digest: string;
  /** The one that replaces it, the same each time it is asked for. */
  child(): string;
};

/**
 * The first token of a session: its id, a secret of 256 bits, and a mark by which ours are known. Refresh tokens and the
 * cookies of pages have this form under keys of their own, so that neither is of use in the other's place.
 */
export const mintSessionToken = (key: KeyObject, sessionId: string): string =>
  seal(key, sessionId, randomBytes(SECRET_BYTES));

/**
 * Reads such a token. Null for everything that is not one of ours: the mark keeps a stranger from ending a session
 * with a made-up token, and tells every old one from those for as long as the session lives.
 */
export function readSessionToken(key: KeyObject, text: string): SessionToken | null {
  if (!TOKEN.test(text)) return null;
  const bytes = Buffer.from(text, "base64url");
  // The last character has bits to spare: only one spelling is ours.
  if (bytes.toString("base64url") !== text) return null;
  const sessionId = formatUuid(bytes.subarray(0, SESSION_ID_BYTES));
  const secret = bytes.subarray(SESSION_ID_BYTES, SESSION_ID_BYTES + SECRET_BYTES);
  const tag = bytes.subarray(SESSION_ID_BYTES + SECRET_BYTES);
  if (!timingSafeEqual(tag, tagOf(key, sessionId, secret))) return null;
  const child = (): string =>
    seal(key, sessionId, createHmac("sha256", key).update("child\n").update(secret).digest());
  return { sessionId, digest: digestToken(text), child };
}

const seal = (key: KeyObject, sessionId: string, secret: Buffer): string =>
  Buffer.concat([parseUuid(sessionId), secret, tagOf(key, sessionId, secret)]).toString(
    "base64url",
  );

const tagOf = (key: KeyObject, sessionId: string, secret: Buffer): Buffer =>
  createHmac("sha256", key)
    .update(`tag\n${sessionId}\n`)
    .update(secret)
    .digest()
    .subarray(0, TAG_BYTES);

const parseUuid = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex");

const formatUuid = (bytes: Buffer): string =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
