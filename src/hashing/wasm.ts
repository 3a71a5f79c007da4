import { Piscina } from "piscina";
import type { HashBackEnd } from "./back-end.ts";
import type { HashTask } from "./worker.ts";

/** argon2id in WebAssembly, in worker threads: it blocks its thread, and runs on any platform. */
export function openWasmBackEnd(threads: number): HashBackEnd {
  const pool = new Piscina<HashTask, string | boolean>({
    filename: new URL("./worker.ts", import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  return {
    name: "wasm",
    hash: async (password, cost) => String(await pool.run({ password, cost })),
    verify: async (hash, password) => (await pool.run({ password, hash })) === true,
    close: () => pool.destroy(),
  };
}
