import { availableParallelism } from "node:os";
import { z } from "zod";
import { integer } from "./config-values.ts";

/** What a stored hash may ask for at most (hashing/phc.ts): a larger one could be made, and never be read. */
const HASH_MEMORY_MAX_KIB = 262_144;

/** What a password hash costs, and how many are made at once. */
export const HASH_VARIABLES = {
  HASH_BACKEND: z.enum(["auto", "native", "wasm"]).default("auto"),
  HASH_MEMORY_KIB: integer(8, HASH_MEMORY_MAX_KIB).default(19_456),
  HASH_PASSES: integer(1, 10).default(2),
  HASH_CONCURRENCY: integer(1, 256).default(availableParallelism()),
  HASH_WAIT_MAX_MS: integer(100, 60_000).default(2500),
  CREDENTIAL_CACHE: z.enum(["on", "off"]).default("on"),
};
