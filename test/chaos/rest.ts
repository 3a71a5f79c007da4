import { setTimeout as delay } from "node:timers/promises";
import type { World } from "./world.ts";

const POLL_MS = 20;

/** Resolves with the milliseconds until all doors are ready; the run gives it up by its own end. */
export async function untilReady({ instances }: Pick<World, "instances">): Promise<number> {
  const startedAt = performance.now();
  for (const { port } of instances) while (!(await isReady(port))) await delay(POLL_MS);
  return performance.now() - startedAt;
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(1000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );

/** Waits until no mail waits for anything, and says so when that takes longer than it may. */
export async function settle({ pool, breaches, print }: World, withinMs = 120_000): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await pool.query<{ queued: number }>(
      "select count(*)::int as queued from mail_messages where state = 'queued'",
    );
    const queued = rows[0]?.queued ?? 0;
    const tookMs = performance.now() - startedAt;
    if (queued === 0) return print(`settled after ${(tookMs / 1000).toFixed(1)} s`);
    if (tookMs > withinMs) return void breaches.push(`I2: ${queued} mails wait still`);
    await delay(POLL_MS * 5);
  }
}
