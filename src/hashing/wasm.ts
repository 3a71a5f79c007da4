import { Piscina } from "piscina";
import type { HashBackEnd } from "./back-end.ts";
import type { HashTask } from "./worker.ts";

/**
 * argon2id in WebAssembly, in worker threads: it blocks its thread, and runs on any platform. Resolves when all
 * threads are ready; rejects when one cannot start.
 */
export async function openWasmBackEnd(threads: number): Promise<HashBackEnd> {
  const pool = new Piscina<HashTask, string | boolean>({
    filename: new URL("./worker.ts", import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  // Node 24 aborts the whole process when a thread is ended while it loads its modules.
  const allReady = Promise.withResolvers<void>();
  let ready = 0;
  pool.on("message", () => {
    if (++ready === threads) allReady.resolve();
  });
  pool.on("error", allReady.reject);
  await allReady.promise;
  return {
    name: "wasm",
    hash: async (password, cost) => String(await pool.run({ password, cost })),
    verify: async (hash, password) => (await pool.run({ password, hash })) === true,
    close: () => pool.destroy(),
  };
}
