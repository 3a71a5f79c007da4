import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { GuardMessage, Guarded } from "./guard.ts";
import { stopGroup } from "./process-group.ts";

// Reads what to guard until the pipe closes, then removes what is left, the newest first. See guard.ts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

const guarded = new Map<string, Guarded>();
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as GuardMessage;
  if ("add" in message) guarded.set(JSON.stringify(message.add), message.add);
  else guarded.delete(JSON.stringify(message.remove));
}
for (const left of [...guarded.values()].toReversed())
  if ("pid" in left) await stopGroup(left.pid, left.signal);
  else await rm(left.folder, { recursive: true, force: true });
