import { readFile, readdir } from "node:fs/promises";
import { getPriority, setPriority } from "node:os";

/** The threads that hash, as Node and Bun name them: the runtime's pool, or workers. */
const HASHING = /^(libuv-worker|WorkerThread|Bun Pool \d+|Worker)\n$/;
/** As much less as a process that `nice` starts: one in ten of the time when both want it. */
const NICENESS = 10;
const TASKS = "/proc/self/task";
const PASSED_OVER = /ESRCH|EACCES|EPERM/;

/**
 * Lets the event loop, and what else runs on the machine, go before the threads that hash: whoever needs no hash must not
 * wait for those who do. Of Linux, where a thread has a priority of its own (setpriority(2)).
 */
export async function lowerHashingThreads(): Promise<void> {
  // Elsewhere there is no such folder, and nothing to be done.
  const threads = await readdir(TASKS).catch(() => []);
  const names = await Promise.all(
    threads.map((thread) => readFile(`${TASKS}/${thread}/comm`, "utf8").catch(() => "")),
  );
  for (const [i, name] of names.entries()) if (HASHING.test(name)) lower(Number(threads[i]));
}

function lower(thread: number): void {
  try {
    setPriority(thread, Math.max(NICENESS, getPriority(thread)));
  } catch (error) {
    // It may have ended meanwhile; and where a process may not say it, it goes without.
    if (!(error instanceof Error && PASSED_OVER.test(error.message))) throw error;
  }
}
