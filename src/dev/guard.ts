import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** What must not outlive this process: a process group with the signal that ends it, or a folder. */
export type Guarded = { pid: number; signal: NodeJS.Signals } | { folder: string };
export type GuardMessage = { add: Guarded } | { remove: Guarded };

let toGuardian: Writable | undefined;

/**
 * Hands something to the guardian, a process of its own that removes it when this one ends, however it ends: it
 * waits at the other end of a pipe, which also a kill -9 closes. Call the result when it is gone already.
 */
export function guard(guarded: Guarded): () => void {
  toGuardian ??= startGuardian();
  const tell = (message: GuardMessage): void =>
    void toGuardian?.write(`${JSON.stringify(message)}\n`);
  tell({ add: guarded });
  return () => tell({ remove: guarded });
}

function startGuardian(): Writable {
  const guardian = spawn(
    process.execPath,
    [fileURLToPath(new URL("./guardian.ts", import.meta.url))],
    // An own process group: Ctrl-C at the terminal must not end it before its work.
    { detached: true, stdio: ["pipe", "ignore", "inherit"] },
  );
  guardian.unref();
  const { stdin } = guardian;
  if ("unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  // A guardian that was killed leaves its work to the next start; writing to it must not end us.
  stdin.on("error", () => {});
  return stdin;
}
