import { setTimeout } from "node:timers/promises";

const POLL_MS = 50;
const STOP_TIMEOUT_MS = 8000;
const KILL_TIMEOUT_MS = 2000;

/** Ends a process group: the signal, then SIGKILL when it stays. Resolves when the group is gone. */
export async function stopGroup(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (!signalGroup(pid, signal)) return;
  // A frozen process would get the signal only when it is woken.
  signalGroup(pid, "SIGCONT");
  if (await isGoneWithin(pid, STOP_TIMEOUT_MS)) return;
  signalGroup(pid, "SIGKILL");
  await isGoneWithin(pid, KILL_TIMEOUT_MS);
}

/** True while a process of that group, or of that number, is there. */
export const isAlive = (pid: number): boolean => signalGroup(pid, 0);

// These are not our children, so that there is no event of their end to wait for.
async function isGoneWithin(pid: number, ms: number): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await setTimeout(POLL_MS))
    if (!isAlive(pid)) return true;
  return false;
}

/** False when there is no such group. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
