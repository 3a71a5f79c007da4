import { randomInt } from "node:crypto";

const COUNT = 2 * 256 * 256;
let next = randomInt(COUNT);

/** An address of the network for benchmarks and tests (RFC 2544); none comes twice in one process. */
export function randomAddress(): string {
  const number = next++ % COUNT;
  return `198.${18 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}`;
}
