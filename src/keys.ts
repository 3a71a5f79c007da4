import { type KeyObject, createHmac, createSecretKey, hkdfSync } from "node:crypto";

/** One key for each job, so that no digest of one job means anything in another. */
export type Keys = {
  /** Names an address in Redis keys and tables that must not hold it in clear. */
  address: KeyObject;
  /** Digests of one-time codes. */
  codeDigest: KeyObject;
  /** Derives a message's code. */
  codeMint: KeyObject;
  /** Seals the places where lists go on. */
  cursor: KeyObject;
  /** Digests of request bodies behind an Idempotency-Key. */
  idempotency: KeyObject;
  /** Derives the token of a link from the message that carries it. */
  linkMint: KeyObject;
  /** Derives a refresh token from the one it replaces, and marks tokens as ours. */
  refresh: KeyObject;
  /** Marks the tokens by which devices are known. */
  device: KeyObject;
  /** Marks the tokens in the cookies of the pages' sessions. */
  cookie: KeyObject;
  /** Seals what a page may know of an account that is not active yet. */
  pending: KeyObject;
  /** Names in Redis the tickets of live connections. */
  ticket: KeyObject;
  /** Seals what a passwordless code was asked for into the id of its answer. */
  otp: KeyObject;
  /** Names in proofs whoever has no account. */
  subject: KeyObject;
  /** Chooses the traces that are recorded. */
  sampling: KeyObject;
  /** The seed of the signing key where no other is configured. */
  signing: KeyObject;
};

const KEY_BYTES = 32;

/** Derives all keys from SECRET_KEY with HKDF-SHA-256 (RFC 5869). */
export function deriveKeys(secret: string): Keys {
  // Key objects: Node takes ten microseconds to make one of bytes, each time it is given those.
  const derive = (job: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync("sha256", secret, "latchkey/v1", job, KEY_BYTES)));
  return {
    address: derive("address"),
    codeDigest: derive("code-digest"),
    codeMint: derive("code-mint"),
    cursor: derive("cursor"),
    idempotency: derive("idempotency"),
    linkMint: derive("link-mint"),
    refresh: derive("refresh"),
    device: derive("device"),
    cookie: derive("cookie"),
    pending: derive("pending"),
    ticket: derive("ticket"),
    otp: derive("otp"),
    subject: derive("subject"),
    sampling: derive("sampling"),
    signing: derive("signing"),
  };
}

/** HMAC-SHA-256 in base64url: what stands for a text where the text itself must not stand. */
export const pseudonym = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64url");
