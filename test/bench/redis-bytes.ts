import { startRedis } from "../../src/dev/embedded-redis.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { openPatientRedis } from "../support/patience.ts";
import { type PendingActivations, openPendingActivations } from "./pending-activations.ts";
import { type BenchResult, measure } from "./result.ts";
import type { BenchSession } from "./session.ts";
import { brief } from "./table.ts";

const PENDING = 1_000_000;
const PENDING_SHORT = 10_000;
/** On the way there: what fewer of them cost each. */
const SHARE = 0.1;
const BYTES_MAX = 350;
const AT_ONCE = 500;
const SCANNED = 1000;
const NAME_WIDTH = 36;
const CELL_WIDTH = 20;

type Kind = { name: string; keys: number; bytes: number };

/**
 * What an activation that is waited for costs Redis, each of an address and a network of its own: where many come from one
 * network, they share what counts by it. All keys are counted, those that do not grow with them as well.
 */
export async function benchRedis(session: BenchSession): Promise<BenchResult[]> {
  const pending = session.isShort ? PENDING_SHORT : PENDING;
  await using server = await openEmptyRedis();
  const { redis } = server;
  await using activations = openPendingActivations(redis);
  const emptyBytes = await usedBytes(redis);
  const results: BenchResult[] = [];
  let done = 0;
  for (const [count, target] of [
    [pending * SHARE, null],
    [pending, BYTES_MAX],
  ] as const) {
    await addUntil(session, activations, { from: done, to: count });
    done = count;
    const kinds = await measureKinds(session, redis);
    const bytes = ((await usedBytes(redis)) - emptyBytes) / count;
    session.print(`\n${tell(kinds, count, bytes)}\n`);
    const note = `each of a network of its own; ${await nameServer(redis)}`;
    const name = `Redis for a pending activation, at ${count.toLocaleString("en")}`;
    results.push(measure({ name, unit: "bytes", target, bound: "max", note }, [bytes]));
  }
  return results;
}

async function openEmptyRedis(): Promise<AsyncDisposable & { redis: Redis }> {
  const server = await startRedis();
  const redis = await openPatientRedis(server.url);
  return {
    redis,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await server.stop();
    },
  };
}

async function addUntil(
  session: BenchSession,
  activations: PendingActivations,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (let nth = from; nth < to; nth += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, to - nth) }, (_, i) => nth + i);
    await Promise.all(batch.map((each) => activations.add(each)));
    await activations.flush();
    session.progress(`redis: ${nth + batch.length} of ${to} pending`);
  }
}

async function usedBytes(redis: Redis): Promise<number> {
  // Twice: the first answer counts buffers that the commands before it needed.
  await redis.info("memory");
  return readNumber(await redis.info("memory"), "used_memory");
}

/** Looks at every key, which also ends what tables of keys are in the middle of when they grow. */
async function measureKinds(session: BenchSession, redis: Redis): Promise<Kind[]> {
  const kinds = new Map<string, Kind>();
  let looked = 0;
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "COUNT", SCANNED);
    const sizes = await Promise.all(keys.map((key) => redis.memory("USAGE", key)));
    for (const [i, key] of keys.entries()) {
      const name = key.replace(/\{.*\}/, "{…}").replace(/\d{7,}$/, "…");
      const kind = kinds.get(name) ?? { name, keys: 0, bytes: 0 };
      kind.keys++;
      kind.bytes += sizes[i] ?? 0;
      kinds.set(name, kind);
    }
    looked += keys.length;
    session.progress(`redis: ${looked} keys looked at`);
    cursor = next;
  } while (cursor !== "0");
  return [...kinds.values()].sort((a, b) => b.bytes - a.bytes);
}

function tell(kinds: readonly Kind[], count: number, bytes: number): string {
  const ofKeys = kinds.reduce((sum, kind) => sum + kind.bytes, 0);
  const rows = [
    ["", "keys", "bytes a key", "bytes a pending one"],
    ...kinds.map(({ name, keys, bytes: all }) => [
      name,
      keys.toLocaleString("en"),
      brief(all / keys),
      brief(all / count),
    ]),
    ["tables of keys and of their ends", "", "", brief(bytes - ofKeys / count)],
    ["all", "", "", brief(bytes)],
  ];
  return rows.map(writeRow).join("\n");
}

const writeRow = (row: readonly string[]): string =>
  row
    .map((cell, i) => (i === 0 ? cell.padEnd(NAME_WIDTH) : cell.padStart(CELL_WIDTH)))
    .join("")
    .trimEnd();

async function nameServer(redis: Redis): Promise<string> {
  const info = await redis.info("everything");
  const [version, allocator] = ["redis_version", "mem_allocator"].map((name) =>
    readText(info, name),
  );
  return `Redis ${version}, ${allocator}`;
}

const readNumber = (info: string, name: string): number => Number(readText(info, name));

const readText = (info: string, name: string): string =>
  new RegExp(`^${name}:(.*)\\r?$`, "m").exec(info)?.[1]?.trim() ?? "";
