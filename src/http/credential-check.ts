import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Tells whether a name and a secret are among those known, in a time that says nothing about them. */
export function createCredentialCheck(
  known: readonly { name: string; secret: string }[],
): (name: string, secret: string) => boolean {
  // Digests under a key of this process have one length and tell nothing by how long they take to compare.
  const key = randomBytes(32);
  const digest = (name: string, secret: string): Buffer =>
    createHmac("sha256", key).update(`${name}\n${secret}`).digest();
  const expected = known.map(({ name, secret }) => digest(name, secret));
  return (name, secret) => {
    const given = digest(name, secret);
    // Each of them, also after the one that fits.
    return expected.filter((each) => timingSafeEqual(given, each)).length > 0;
  };
}
