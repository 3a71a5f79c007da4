import { type KeyObject, createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import {
  type IdentityClaims,
  type SignedDetails,
  canonicalForm,
} from "../domain/identity-claims.ts";
import type { NamedSecret } from "../domain/named-secrets.ts";
import { CLOCK_TOLERANCE_SECONDS } from "./own-tokens.ts";
import { type ReadProof, flawed, signedDetailsSchema } from "./proof-claims.ts";

/** A signed form has no header to name its key by, and is meant for one call. */
export const SHARED_LIFE_SECONDS = 60;

export type DetailsSigner = {
  hasKey(audience: string): boolean;
  /** With the newest key of its audience. Throws when there is none. */
  sign(claims: IdentityClaims): SignedDetails;
  /** Details that one of the audience's keys signed, and that are good now. */
  read(
    details: object,
    expected: { issuer: string; audience: string; nowSeconds: number },
  ): ReadProof;
};

/** Proofs for services that share a key with us: HMAC-SHA-256 (RFC 2104) over their canonical form. */
export function createDetailsSigner(sharedKeys: readonly NamedSecret[]): DetailsSigner {
  const keysByAudience = new Map<string, KeyObject[]>();
  for (const { name, secret } of sharedKeys) {
    const key = createSecretKey(secret, "utf8");
    keysByAudience.set(name, [...(keysByAudience.get(name) ?? []), key]);
  }
  return {
    hasKey: (audience) => keysByAudience.has(audience),
    sign(claims) {
      const [newest] = keysByAudience.get(claims.aud) ?? [];
      if (newest === undefined) throw new Error("the audience shares no key with us");
      return { version: 1, ...claims, signature: hmacOf(newest, claims).toString("hex") };
    },
    read(details, { issuer, audience, nowSeconds }) {
      const parsed = signedDetailsSchema.safeParse(details);
      if (!parsed.success) return flawed("form");
      const { version: _, signature, ...claims } = parsed.data;
      if (claims.aud !== audience) return flawed("aud");
      const keys = keysByAudience.get(audience);
      if (keys === undefined) return flawed("key");
      const given = Buffer.from(signature, "hex");
      const matches = keys.map((key) => timingSafeEqual(hmacOf(key, claims), given));
      if (!matches.includes(true)) return flawed("shared");
      if (claims.iss !== issuer) return flawed("iss");
      if (claims.exp > claims.iat + SHARED_LIFE_SECONDS) return flawed("form");
      if (claims.iat > nowSeconds + CLOCK_TOLERANCE_SECONDS) return flawed("iat");
      if (claims.exp <= nowSeconds - CLOCK_TOLERANCE_SECONDS) return flawed("exp");
      return { ok: true, value: claims };
    },
  };
}

const hmacOf = (key: KeyObject, claims: IdentityClaims): Buffer =>
  createHmac("sha256", key).update(canonicalForm(claims)).digest();
