import type { HashCost } from "./phc.ts";

/** What computes argon2id off the event loop. Both make and read the same PHC strings. */
export type HashBackEnd = {
  name: "native" | "wasm";
  hash(password: string, cost: HashCost): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  close(): Promise<void>;
};

export const HASH_BYTES = 32;
export const SALT_BYTES = 16;
