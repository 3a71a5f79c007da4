import { randomInt } from "node:crypto";

/** An address of the network for benchmarks and tests (RFC 2544). */
export const randomAddress = (): string =>
  `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(256)}`;
