import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// Loaded into a subject before its own code: at SIGUSR2 it collects all garbage, so that what is left in the heap is alive.
declare const Bun: { gc(isBlocking: boolean): void };

function collect(): void {
  if ("bun" in process.versions) {
    Bun.gc(true);
    return;
  }
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

process.on("SIGUSR2", collect);
