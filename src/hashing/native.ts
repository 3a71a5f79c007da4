import { HASH_BYTES, type HashBackEnd } from "./back-end.ts";

/** argon2id in native code on the runtime's thread pool. Rejects where the package has no binary for the platform. */
export async function openNativeBackEnd(): Promise<HashBackEnd> {
  const argon2 = await import("@node-rs/argon2");
  return {
    name: "native",
    hash: (password, cost) =>
      // The salt (16 bytes) and argon2id are the library's defaults.
      argon2.hash(password, {
        memoryCost: cost.memoryKib,
        timeCost: cost.passes,
        parallelism: cost.parallelism,
        outputLen: HASH_BYTES,
      }),
    verify: (hash, password) => argon2.verify(hash, password),
    close: async () => {},
  };
}
