import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopGroup } from "./process-group.ts";
import { runs } from "./process-table.ts";

/** A started process, and what its command line must show before it is stopped by a later run. */
export type Child = { name: string; pid: number; sign: string; signal: NodeJS.Signals };

export type DevLock = {
  record(child: Child): void;
  release(): void;
};

type Content = { pid: number; children: Child[] };

const OWN_SIGN = "src/dev/dev.ts";

/**
 * Takes the data folder for this run. Throws when a live run has it; what a dead one left running is stopped first.
 */
export async function takeLock(dataDir: string): Promise<DevLock> {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "dev.lock");
  const left = read(file);
  if (left && left.pid !== process.pid && runs(left.pid, OWN_SIGN))
    throw new Error(`another run (process ${left.pid}) uses ${dataDir}: stop it, or set DATA_DIR`);
  for (const { pid, sign, signal } of left?.children.toReversed() ?? [])
    if (runs(pid, sign)) await stopGroup(pid, signal);

  const content: Content = { pid: process.pid, children: [] };
  const save = (): void => writeFileSync(file, JSON.stringify(content));
  save();
  return {
    record(child) {
      content.children = [...content.children.filter(({ name }) => name !== child.name), child];
      save();
    },
    release: () => rmSync(file, { force: true }),
  };
}

function read(file: string): Content | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Content;
  } catch {
    // None, or cut off by a kill while it was written: the servers' own locks tell then.
    return null;
  }
}
