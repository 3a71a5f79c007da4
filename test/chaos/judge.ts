import { deriveKeys, pseudonym } from "../../src/keys.ts";
import {
  findFaults,
  findForeignSessions,
  findLostActivations,
  findLostRegistrations,
  findWrongActivations,
} from "./invariants/accounts.ts";
import { type Evidence, readTables } from "./invariants/evidence.ts";
import { findUncountedGuesses } from "./invariants/guesses.ts";
import { findMissingMails, findRepeatedMails, findUnsentMessages } from "./invariants/mails.ts";
import {
  findCrashes,
  findEternalKeys,
  findIdleTransactions,
  findLeaks,
} from "./invariants/resources.ts";
import { findSecrets } from "./invariants/secrets.ts";
import type { World } from "./world.ts";

type Invariant = (evidence: Evidence) => string[];

const INVARIANTS: readonly Invariant[] = [
  findLostRegistrations,
  findMissingMails,
  findUnsentMessages,
  findRepeatedMails,
  findWrongActivations,
  findLostActivations,
  findUncountedGuesses,
  findForeignSessions,
  findFaults,
];

/** Every breach of I1 to I7 that the evidence has. */
export const judgeEvidence = (evidence: Evidence): string[] =>
  INVARIANTS.flatMap((find) => find(evidence));

/** Joins what clients were told with what the provider and the tables have. */
export async function gatherEvidence({
  pool,
  ledger,
  mails,
  posts,
  secretKey,
}: Pick<World, "pool" | "ledger" | "mails" | "posts" | "secretKey">): Promise<Evidence> {
  const keys = deriveKeys(secretKey);
  await mails.catchUp();
  return {
    ...(await readTables(pool)),
    entries: ledger.entries,
    mails: mails.accepted,
    posts,
    pseudonymOf: (email) => pseudonym(keys.address, email),
  };
}

/** Every breach of I1 to I9 in a world that is at rest; its clients go. */
export async function judge(world: World): Promise<string[]> {
  const { instances, pool, redis, ledger, client } = world;
  client.close();
  const lines = instances.flatMap((instance) => [...instance.logLines(), ...instance.failedStarts]);
  return [
    ...judgeEvidence(await gatherEvidence(world)),
    ...findCrashes(instances),
    ...(await findLeaks(instances, world.descriptorsBefore)),
    ...(await findIdleTransactions(pool, instances.length)),
    ...(await findEternalKeys(redis.url)),
    ...findSecrets(lines, ledger.secrets),
  ];
}
