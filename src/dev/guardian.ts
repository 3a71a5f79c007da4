import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { GuardMessage, Guarded } from "./guard.ts";
import { stopGroup } from "./process-group.ts";

// Reads what to guard until the pipe closes, then removes what is left. See guard.ts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

const guarded = new Map<string, Guarded>();
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as GuardMessage;
  if ("add" in message) guarded.set(JSON.stringify(message.add), message.add);
  else guarded.delete(JSON.stringify(message.remove));
}
const left = [...guarded.values()];
await Promise.all(left.map(async (one) => "pid" in one && stopGroup(one.pid, one.signal)));
for (const one of left) if ("folder" in one) await rm(one.folder, { recursive: true, force: true });
