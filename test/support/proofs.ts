import { randomUUID } from "node:crypto";
import type { NamedSecret } from "../../src/domain/named-secrets.ts";
import {
  type IdentityProofs,
  type ProofSubject,
  createIdentityProofs,
} from "../../src/tokens/identity-proofs.ts";
import type { SigningKeys } from "../../src/tokens/signing-keys.ts";
import { postJson } from "./client.ts";
import { openKeys } from "./key-file.ts";
import type { TestService } from "./service.ts";

export const ISSUER = "https://id.shop.test";
export const AUDIENCE = "https://billing.shop.test:8443";
export const NONCE = "n-0S6_WzA2Mj";
export const KEYS: NamedSecret[] = [
  { name: AUDIENCE, secret: "hV7mK4tR9yL3pZ6sD1fH0jG5aQ8wE2xN" },
  { name: AUDIENCE, secret: "B2nM5bV8cX1zL4kJ7hG0fD3sA6pO9iUy" },
  { name: "shop", secret: "tR5yU8iO1pA4sD7fG0hJ3kL6zX9cV2bN" },
];

export type ProofService = {
  proofs: IdentityProofs;
  keys: SigningKeys;
  /** The clock that it goes by, in seconds. */
  clock: { seconds: number };
};

/** Proofs of a service whose clock stands still. */
export async function openProofs(
  given: { sharedKeys?: NamedSecret[]; lifeSeconds?: number; keys?: SigningKeys } = {},
): Promise<ProofService> {
  const { sharedKeys = KEYS, lifeSeconds = 300, keys = await openKeys(undefined) } = given;
  const clock = { seconds: 1_800_000_000 };
  const now = (): number => clock.seconds * 1000 + 999;
  const proofs = createIdentityProofs({ keys, issuer: ISSUER, lifeSeconds, sharedKeys, now });
  return { proofs, keys, clock };
}

/** What a proof of now is made of. */
export const subjectOf = (
  { clock }: Pick<ProofService, "clock">,
  changes: Partial<ProofSubject> = {},
): ProofSubject => ({
  aud: AUDIENCE,
  sub: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "Ada.Lovelace+shop@example.com",
  purpose: "change-payout",
  nonce: NONCE,
  jti: randomUUID(),
  iat: clock.seconds,
  ...changes,
});

/** Whether a proof is good for the audience and nonce that proofs here have; otherwise what is wrong with it. */
export async function judge(
  { proofs }: Pick<ProofService, "proofs">,
  proof: string | object,
  expected: { audience?: string; nonce?: string | undefined } = {},
): Promise<"good" | (string & {})> {
  const read = await proofs.verify(proof, { audience: AUDIENCE, nonce: NONCE, ...expected });
  return read.ok ? "good" : (read.failure.detail ?? "");
}

/** Asks the service whether a proof is good. */
export const checkProof = (
  service: Pick<TestService, "request">,
  proof: unknown,
  more: Record<string, unknown> = {},
): Promise<Response> =>
  service.request("/proofs/verify", postJson({ proof, audience: AUDIENCE, ...more }));

/** What a service that shares keys is configured with. */
export const SHARED = { PROOF_KEYS: KEYS.map(({ name, secret }) => `${name}:${secret}`).join() };

/** Both forms of a proof that was made just now, without a code. */
export function makeProof(
  { resources: { identityProofs } }: Pick<TestService, "resources">,
  changes: Partial<ProofSubject> = {},
): { jws: string; details: object; subject: ProofSubject } {
  const clock = { seconds: Math.floor(Date.now() / 1000) };
  const subject = subjectOf({ clock }, changes);
  return {
    subject,
    jws: identityProofs.sign(subject),
    details: identityProofs.signShared(subject),
  };
}
