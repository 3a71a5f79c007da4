import { randomBytes } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { argon2id, argon2Verify } from "hash-wasm";
import { HASH_BYTES, SALT_BYTES } from "./back-end.ts";
import type { HashCost } from "./phc.ts";

export type HashTask = { password: string; cost: HashCost } | { password: string; hash: string };

// Once all of it is loaded, and not while it is: see wasm.ts. Later than that the thread waits for work, and runs
// no timer.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
queueMicrotask(() => parentPort?.postMessage("ready"));

/** Runs in a worker thread: one argon2id hash, or the check of one. */
// oxlint-disable-next-line import/no-default-export -- the pool calls a worker's default export
export default async function work(task: HashTask): Promise<string | boolean> {
  // The library throws on an empty password, which no account can have.
  if ("hash" in task) return task.password !== "" && argon2Verify(task);
  return argon2id({
    password: task.password,
    salt: randomBytes(SALT_BYTES),
    memorySize: task.cost.memoryKib,
    iterations: task.cost.passes,
    parallelism: task.cost.parallelism,
    hashLength: HASH_BYTES,
    outputType: "encoded",
  });
}
