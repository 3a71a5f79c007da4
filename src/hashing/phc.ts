/** Cost of one argon2id hash: memory in KiB, passes, lanes (RFC 9106 §3.1: m, t, p). */
export type HashCost = { memoryKib: number; passes: number; parallelism: number };

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** The most a stored hash may ask for: its cost comes from the data, and 2 GB would be spent before it fails. */
const COST_MAX: HashCost = { memoryKib: 262_144, passes: 10, parallelism: 4 };

/** Reads the cost out of a PHC string. Throws when it is not an argon2id hash, or asks for too much. */
export function readHashCost(hash: string): HashCost {
  const [, memory, passes, parallelism] = PHC.exec(hash) ?? [];
  if (memory === undefined) throw new Error("a stored password hash is not an argon2id PHC string");
  const cost = {
    memoryKib: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  };
  if (
    cost.memoryKib > COST_MAX.memoryKib ||
    cost.passes > COST_MAX.passes ||
    cost.parallelism > COST_MAX.parallelism
  )
    throw new Error("a stored password hash asks for more memory or time than is allowed");
  return cost;
}

export const isSameCost = (a: HashCost, b: HashCost): boolean =>
  a.memoryKib === b.memoryKib && a.passes === b.passes && a.parallelism === b.parallelism;
