import { availableParallelism } from "node:os";
import { loadConfig } from "../../src/config.ts";
import { openNativeBackEnd } from "../../src/hashing/native.ts";
import { serveTasks } from "./helper-process.ts";

// A process that does nothing but hash, one password a core at a time.
const { HASH_MEMORY_KIB: memoryKib, HASH_PASSES: passes } = loadConfig({
  NODE_ENV: "test",
  DATABASE_URL: "postgres://localhost/none",
  REDIS_URL: "redis://localhost",
  EMAIL_API_URL: "http://localhost",
});
const backEnd = await openNativeBackEnd();

const tasks = {
  /** Hashes a second over so many hashes, with the cost that is the service's default. */
  async hashes(count: number): Promise<number> {
    const startedAt = performance.now();
    let begun = 0;
    const work = async (): Promise<void> => {
      while (begun++ < count)
        await backEnd.hash("correct horse battery", { memoryKib, passes, parallelism: 1 });
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    return (1000 * count) / (performance.now() - startedAt);
  },
};

export type HashTasks = typeof tasks;
serveTasks(tasks);
