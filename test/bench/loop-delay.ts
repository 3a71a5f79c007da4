import { monitorEventLoopDelay } from "node:perf_hooks";

// Loaded into a subject before its own code: at SIGUSR2 it prints how late the event loop was since the last time.
const RESOLUTION_MS = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** The wait of the timer that finds it out is counted with it. */
const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);

process.on("SIGUSR2", () => {
  const loopDelay = {
    p50Ms: ms(delay.percentile(50)),
    p99Ms: ms(delay.percentile(99)),
    maxMs: ms(delay.max),
  };
  delay.reset();
  process.stdout.write(`${JSON.stringify({ loopDelay })}\n`);
});
