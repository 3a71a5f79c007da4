import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openLines, readLines } from "../../src/commands/read-lines.ts";
import type { ReplayResult } from "../../src/domain/replay.ts";
import { recordedDay, writeLines } from "../support/traffic.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const PEOPLE = 192_500;
const ROUNDS = 3;

/** Replays a million recorded decisions, and beside it only reads and parses them: the best that could be. */
export async function benchSimulate(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));
  const file = join(folder, "traffic.ndjson");
  await writeLines(file, recordedDay(PEOPLE));
  const { size } = await stat(file);
  const args = [MAIN, "simulate", "--from", file, "--json", "--set", "activate.ip=10/1m"];
  let decisions = 0;
  const replay = async (): Promise<void> => {
    const { stdout } = await promisify(execFile)(process.execPath, args);
    ({ decisions } = JSON.parse(stdout) as ReplayResult);
  };
  const parse = async (): Promise<void> => {
    const { chunks } = await openLines(file, process.stdin);
    await readLines(chunks, (line) => void JSON.parse(line));
  };
  const [replaySeconds, parseSeconds] = [await fastest(replay), await fastest(parse)];
  await rm(folder, { recursive: true });

  const tell = (name: string, seconds: number): void =>
    console.log(
      `${name.padEnd(22)} ${seconds.toFixed(2)} s   ${Math.round(decisions / seconds).toLocaleString("en")} decisions/s`,
    );
  console.log(`${decisions.toLocaleString("en")} decisions, ${(size / 1e6).toFixed(0)} MB\n`);
  tell("simulate, a process", replaySeconds);
  tell("read and parse alone", parseSeconds);
}

async function fastest(work: () => Promise<void>): Promise<number> {
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work();
    bestMs = Math.min(bestMs, performance.now() - startedAt);
  }
  return bestMs / 1000;
}
