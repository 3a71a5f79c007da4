import { chownSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

type Ids = { uid: number; gid: number };

/** What is in the file; null when there is none, or when others could read it or made it: then it is no secret. */
export function readSecret(file: string): string | null {
  try {
    const { mode, uid } = lstatSync(file);
    if ((mode & 0o077) !== 0 || uid !== (process.getuid?.() ?? uid)) return null;
    return readFileSync(file, "utf8").trim() || null;
  } catch {
    return null;
  }
}

/** Puts a file in place in one step, readable to its owner alone; without one, to who runs this. */
export function writeSecret(file: string, text: string, owner?: Ids): void {
  const draft = `${file}.draft`;
  rmSync(draft, { force: true });
  // Refuses what somebody put there in between, a link for one.
  writeFileSync(draft, text, { flag: "wx", mode: 0o600, flush: true });
  if (owner) chownSync(draft, owner.uid, owner.gid);
  renameSync(draft, file);
}
