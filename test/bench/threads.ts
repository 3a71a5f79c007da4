import { readFile, readdir } from "node:fs/promises";

/** Of a process, in microseconds: what the pool of threads worked that hashes, and all others. */
export type Worked = { poolMicros: number; ownMicros: number };

// As Node and Bun name them.
const POOL = /^(libuv-worker|Bun Pool)/;

/** What a process worked so far. Of Linux alone; elsewhere NaN. */
export async function workedByThreads(pid: number): Promise<Worked> {
  const worked: Worked = { poolMicros: 0, ownMicros: 0 };
  const threads = await readdir(`/proc/${pid}/task`).catch(() => null);
  if (!threads) return { poolMicros: Number.NaN, ownMicros: Number.NaN };
  for (const thread of threads) {
    const read = (file: string): Promise<string> =>
      // One may end meanwhile.
      readFile(`/proc/${pid}/task/${thread}/${file}`, "utf8").catch(() => "0");
    const [name, schedule] = await Promise.all([read("comm"), read("schedstat")]);
    const micros = Number(schedule.split(" ")[0]) / 1000;
    worked[POOL.test(name) ? "poolMicros" : "ownMicros"] += micros;
  }
  return worked;
}

/** What a process and all that it started worked so far, in microseconds. Of Linux alone; elsewhere NaN. */
export async function workedByTree(pid: number): Promise<number> {
  const { poolMicros, ownMicros } = await workedByThreads(pid);
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const worked = await Promise.all(
    children
      .split(" ")
      .filter(Boolean)
      .map(async (child) => (await workedByTree(Number(child))) || 0),
  );
  return worked.reduce((sum, micros) => sum + micros, poolMicros + ownMicros);
}

/** Whatever works for a request. */
export type Part = "instances" | "clients" | "balancer" | "redis" | "postgres";

/** What processes worked so far, with all that they started; the bench's own, which started them, without. */
export async function workedByParts(
  pids: Record<Exclude<Part, "clients">, readonly number[]>,
): Promise<Record<Part, number>> {
  const ofTrees = async (roots: readonly number[]): Promise<number> =>
    (await Promise.all(roots.map(workedByTree))).reduce((sum, micros) => sum + micros, 0);
  const own = await workedByThreads(process.pid);
  return {
    instances: await ofTrees(pids.instances),
    clients: own.ownMicros + own.poolMicros,
    balancer: await ofTrees(pids.balancer),
    redis: await ofTrees(pids.redis),
    postgres: await ofTrees(pids.postgres),
  };
}
