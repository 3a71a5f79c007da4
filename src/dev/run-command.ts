import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { guard } from "./guard.ts";
import { signalGroup } from "./process-group.ts";

type Command = {
  /** Only for the message when it fails. */
  name: string;
  words: string[];
  input?: string;
  spawn?: Pick<SpawnOptions, "uid" | "gid">;
  /** Kills the program and all it started. */
  signal?: AbortSignal | undefined;
};

/**
 * Runs a program to its end; it does not outlive this process. Throws one line with what it said when it fails, and
 * the signal's reason when that came first.
 */
export async function runCommand({ name, words, input = "", ...options }: Command): Promise<void> {
  const { signal } = options;
  signal?.throwIfAborted();
  const [command = "", ...args] = words;
  const child = spawn(command, args, {
    ...options.spawn,
    env: { ...process.env, LC_MESSAGES: "C" },
    // A process group of its own, so that what it started goes with it.
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const { pid } = child;
  const release = pid ? guard({ pid, signal: "SIGKILL" }) : () => {};
  const kill = (): unknown => pid && signalGroup(pid, "SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  // A program that ends without reading says why on its own.
  child.stdin.on("error", () => {}).end(input);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(`${name} failed: ${output.trim().replaceAll("\n", " | ")}`);
  } finally {
    signal?.removeEventListener("abort", kill);
    release();
  }
}
