import { type KeyObject, createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^[\w-]{39,}$/;

/**
 * Encrypts a text so that nobody can read or change it (AES-256-GCM, NIST SP 800-38D), and in base64url. It is good only
 * for what it is about. Random nonces: 2³² texts are safe under one key.
 */
export function sealText(key: KeyObject, about: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url");
}

/** The text again; null for whatever was not sealed with this key, about this. */
export function unsealText(key: KeyObject, about: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  // One spelling alone: decoders skip what is no base64url, and ignore idle bits.
  if (!SEALED.test(sealed) || bytes.toString("base64url") !== sealed) return null;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    // Throws when it is not genuine; of this mode nothing is left to come.
    decipher.final();
    return body.toString("utf8");
  } catch {
    return null;
  }
}
