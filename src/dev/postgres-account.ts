import { execFileSync } from "node:child_process";
import { chownSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

type Ids = { uid: number; gid: number };

/** How to run a program as somebody Postgres accepts: words before the command, or ids for the spawn. */
export type Account = {
  prefix: string[];
  spawnIds: Partial<Ids>;
  /** Whose the data has to be; undefined when that is who runs this anyway. */
  owner?: Ids;
};

/**
 * Postgres refuses to run as root, and another user cannot enter folders that are root's alone. On Linux setpriv
 * gives that user the right to pass them (and nothing else); elsewhere the folders must be open to it.
 */
export function chooseAccount(binaries: string, dataDir: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [], spawnIds: {} };
  const present = statSync(dataDir);
  // Data that somebody made without being root stays theirs.
  const found = present.uid === 0 ? (findUser("postgres") ?? findUser("nobody")) : present;
  if (!found)
    throw new Error("Postgres does not run as root, and there is no user postgres or nobody");
  const owner: Ids = { uid: found.uid, gid: found.gid };
  chownSync(dataDir, owner.uid, owner.gid);
  const prefix = [
    "setpriv",
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    // Without it access(2), with which Postgres looks for its own parts, would ignore the capabilities.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override,+dac_read_search",
    "--ambient-caps=+dac_override,+dac_read_search",
  ];
  const postgres = [join(binaries, "postgres"), "--version"];
  if (canRun([...prefix, ...postgres], {})) return { prefix, spawnIds: {}, owner };
  if (canRun(postgres, owner) && canRun(["test", "-x", dataDir], owner))
    return { prefix: [], spawnIds: owner, owner };
  throw new Error(
    `Postgres does not run as root, and user ${owner.uid} cannot enter ${dataDir} or ${binaries}: run as another user, or move both out of root's own folders`,
  );
}

function findUser(name: string): Ids | null {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function canRun(words: string[], ids: Partial<Ids>): boolean {
  const [command = "", ...args] = words;
  try {
    execFileSync(command, args, { ...ids, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
