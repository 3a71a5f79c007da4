import { type KeyObject, createHash, createHmac } from "node:crypto";

/**
 * Derives the token of the link in one message: 256 bits in base64url. A repeated send carries the same one, and nobody
 * stores it.
 */
export const mintLinkToken = (key: KeyObject, messageId: string): string =>
  createHmac("sha256", key).update(messageId).digest("base64url");

/** What is kept of a random token of 256 bits: no key is needed, nobody can try them all. */
export const digestToken = (token: string): string =>
  createHash("sha256").update(token).digest("base64url");
