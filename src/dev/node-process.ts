import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DevLock } from "./dev-lock.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type Environment = Record<string, string | undefined>;

type NodeProcess = {
  name: string;
  /** From the project's root. */
  script: string;
  environment: Environment;
  ready: RegExp | ((signal: AbortSignal) => Promise<void>);
  signal: AbortSignal;
};

/** Starts one of our own programs, on Node or with RUNTIME=bun on Bun, and shows what it prints. */
export async function startNode(
  lock: DevLock,
  { name, script, environment, ready, signal }: NodeProcess,
): Promise<ServerProcess> {
  const file = join(ROOT, script);
  const isBun = process.env["RUNTIME"] === "bun";
  const server = await startServer({
    command: isBun ? join(ROOT, "node_modules/.bin/bun") : process.execPath,
    args: [file],
    spawn: { cwd: ROOT, env: environment },
    stopSignal: "SIGTERM",
    ready,
    onOutput: (text) => process.stdout.write(text),
    signal,
  });
  lock.record({ name, pid: server.pid, sign: file, signal: "SIGTERM" });
  return server;
}
