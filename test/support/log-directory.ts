import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { vi } from "vitest";
import { type LogFileOptions, type LogFiles, openLogFiles } from "../../src/log-files.ts";

/** A directory for log files, and what is in it. */
export type LogDirectory = {
  path: string;
  /** Opens files under test, and notes what they report. They are closed with the directory. */
  open(options?: Partial<LogFileOptions>): Promise<LogFiles & { reports: string[] }>;
  /** The names of all files. */
  names(): Promise<string[]>;
  /** All lines of a process, in the order of its files. */
  lines(name?: string, directory?: string): Promise<string[]>;
  /** Resolves when every closed file is compressed. */
  isTidy(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const PATIENCE = { timeout: 10_000, interval: 20 };

export async function newLogDirectory(): Promise<LogDirectory> {
  const path = await mkdtemp(join(tmpdir(), "latchkey-logs-"));
  const opened: LogFiles[] = [];
  const names: LogDirectory["names"] = async () => (await readdir(path)).toSorted();
  const order = (file: string): number => Number(/\.(\d+)\.log/.exec(file)?.[1] ?? Infinity);
  return {
    path,
    names,
    async open(options = {}) {
      const reports: string[] = [];
      const files = await openLogFiles({
        directory: path,
        name: "one",
        days: 14,
        size: "100M",
        checkIntervalMs: 20,
        onBroken: () => reports.push("broken"),
        onMended: (lost) => reports.push(`mended, ${lost} lost`),
        onUntidy: () => reports.push("untidy"),
        ...options,
      });
      opened.push(files);
      return { ...files, reports };
    },
    async lines(name = "one", directory = path) {
      const all = await readdir(directory);
      const texts = all
        .filter((file) => file.startsWith(`latchkey-${name}.`) && !file.endsWith(".part"))
        // Until it is removed, a compressed file is there twice.
        .filter((file) => !all.includes(`${file}.gz`))
        .toSorted((a, b) => order(a) - order(b))
        .map(async (file) => {
          const bytes = await readFile(join(directory, file));
          return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
        });
      return (await Promise.all(texts)).join("").split("\n").slice(0, -1);
    },
    isTidy: () =>
      vi.waitUntil(
        async () => !(await names()).some((file) => /\.\d+\.log(\.gz\.part)?$/.test(file)),
        PATIENCE,
      ) as Promise<never>,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((files) => files.close()));
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Lines that differ. */
export const numbered = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `line ${from + i} ${"x".repeat(40)}`);
