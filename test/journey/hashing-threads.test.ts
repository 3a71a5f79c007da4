import { readFile, readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { describe, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, startServiceProcess } from "../support/processes.ts";

const NICENESS_FIELD = 16;

/** The niceness of a process' threads, by their names. */
async function nicenessOf(pid: number): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const text = await readFile(`/proc/${pid}/task/${thread}/stat`, "utf8").catch(() => "");
    const [, name = "", rest = ""] = /^\d+ \((.*)\) (.*)$/.exec(text.trimEnd()) ?? [];
    const niceness = Number(rest.split(" ")[NICENESS_FIELD]);
    found.set(name, [...(found.get(name) ?? []), niceness]);
  }
  return found;
}

describe.skipIf(process.platform !== "linux").each(RUNTIMES)("on %s", (runtime) => {
  test.for(["native", "wasm"])(
    "what hashes, by %s code, leaves the processor to whoever needs no hash",
    async (backEnd, { expect }) => {
      await using service = await startServiceProcess(runtime, {
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: "http://127.0.0.1:1",
        HASH_BACKEND: backEnd,
      });
      const threads = [...(await nicenessOf(service.pid))];
      const hashing = threads.filter(([name]) =>
        /^(libuv-worker|WorkerThread|Bun Pool \d+|Worker)$/.test(name),
      );
      const lowered = hashing.flatMap(([, values]) => values).filter((value) => value === 10);
      expect(lowered.length).toBeGreaterThanOrEqual(Math.min(2, availableParallelism()));
      const own = threads.filter(([name]) => /^(MainThread|node|bun)$/.test(name));
      expect(own.flatMap(([, values]) => values)).toEqual([0]);
    },
  );
});
