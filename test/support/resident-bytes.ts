import { execFileSync } from "node:child_process";

/** What a process holds in memory, in bytes: all that is resident. */
export const residentBytes = ({ pid }: { pid: number }): number =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
