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
