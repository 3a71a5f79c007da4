import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { basic } from "../support/client.ts";
import type { Runtime } from "../support/processes.ts";
import { type Subject, median } from "./stack.ts";

export const OPS_PASSWORD = "the-password-of-a-bench";

const LIVE_HEAP = fileURLToPath(new URL("live-heap.ts", import.meta.url));
const RSS = /^VmRSS:\s+(\d+) kB$/m;
const HEAP_USED = /^nodejs_heap_size_used_bytes (\d+)$/m;
const COLLECTION_MS = 1000;
const SAMPLE_MS = 500;

/** The flags that let liveHeapMb() collect what is not alive. */
export const withLiveHeap = (runtime: Runtime): string[] =>
  runtime === "node" ? ["--import", LIVE_HEAP] : ["--preload", LIVE_HEAP];

/** What a process holds of the memory, in MB (10^6 bytes). Of Linux alone; elsewhere NaN. */
export async function residentMb(pid: number): Promise<number> {
  const [, kib = "NaN"] =
    RSS.exec(await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

/** What it holds while nothing is asked of it, and how far that moves by itself. */
export type AtRest = { mb: number; movedMb: number };

/** Looks at a process that rests, for so long. */
export async function watchResident(pid: number, forMs: number): Promise<AtRest> {
  const seen = [await residentMb(pid)];
  for (let i = 0; i < forMs / SAMPLE_MS; i++) {
    await delay(SAMPLE_MS);
    seen.push(await residentMb(pid));
  }
  return { mb: median(seen), movedMb: Math.max(...seen) - Math.min(...seen) };
}

/** What is alive in the heap of a subject that was started withLiveHeap(), in MB. Its memory is another one after that. */
export async function liveHeapMb({ pid, port }: Subject): Promise<number> {
  process.kill(pid, "SIGUSR2");
  await delay(COLLECTION_MS);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { authorization: basic({ email: "ops", password: OPS_PASSWORD }) },
  });
  return Number(HEAP_USED.exec(await answer.text())?.[1] ?? Number.NaN) / 1e6;
}
