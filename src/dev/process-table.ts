import { execFileSync } from "node:child_process";

type Row = { parentPid: number; command: string };

/** What `ps` says of a process; null when there is none. */
function look(pid: number): Row | null {
  try {
    const line = execFileSync("ps", ["-p", String(pid), "-o", "ppid=,args="], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const [, parentPid = "0", command = ""] = /^(\d+)\s+(.*)$/s.exec(line) ?? [];
    return { parentPid: Number(parentPid), command };
  } catch {
    return null;
  }
}

/** True when that process runs a command with this in it: a recycled number is somebody else's. */
export const runs = (pid: number, sign: string): boolean =>
  look(pid)?.command.includes(sign) ?? false;

const LAUNCHER = /(^|[\s/])(just|npm|npx)(-cli\.js)?(\s|$)/;
const SHELL = /^\S*sh\s/;

/** The just, npx and npm processes above this one, which are meant when "it" is stopped. */
export function findLaunchers(): number[] {
  const launchers = [];
  for (let pid = process.ppid; pid > 1;) {
    const row = look(pid);
    if (!row) break;
    if (LAUNCHER.test(row.command) && !SHELL.test(row.command)) launchers.push(pid);
    else if (!SHELL.test(row.command)) break;
    pid = row.parentPid;
  }
  return launchers;
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
