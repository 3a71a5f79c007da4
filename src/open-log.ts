import { once } from "node:events";
import { hostname } from "node:os";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { type DestinationStream, pino } from "pino";
import { type Config, ConfigError } from "./config.ts";
import { type Logger, createLog } from "./log.ts";

/** Whoever reads stdout may have stopped. */
const CLOSE_MAX_MS = 1000;
/** A minute of a busy service. */
const LENGTH_MAX = 4_194_304;

type OpenLog = AsyncDisposable & { log: Logger };

type LogConfig = Pick<Config, "LOG_LEVEL" | "LOG_DIR" | "LOG_DAYS" | "LOG_FILE_MB" | "PORT">;

/**
 * The log on stdout, and in files where LOG_DIR names a directory; those of a worker bear its number, because a file is
 * rotated by one process. Throws ConfigError when the directory cannot be written.
 */
export async function openLog(
  {
    LOG_LEVEL: level,
    LOG_DIR: directory,
    LOG_DAYS: days,
    LOG_FILE_MB: sizeMb,
    PORT: port,
  }: LogConfig,
  worker?: number,
): Promise<OpenLog> {
  if (directory === undefined) {
    const { close, ...lines } = openStdout((lost) => log.warn({ lost }, "log lines were lost"));
    const log = createLog(level, lines);
    return { log, [Symbol.asyncDispose]: close };
  }
  const { openLogFiles } = await import("./log-files.ts");
  const stdout = pino.destination({ dest: 1, sync: true });
  const files = await openLogFiles({
    directory,
    // No two processes on one machine have the same port; a directory may be shared by machines.
    name: `${hostname().replaceAll(/[^\w.-]/g, "_")}-${port}${worker === undefined ? "" : `-${worker}`}`,
    days,
    size: `${sizeMb}M`,
    onBroken: (err) => log.warn({ err }, "log files cannot be written"),
    onUntidy: (err) => log.warn({ err }, "log files cannot be compressed or removed"),
    onMended: (lost) => log.info({ lost }, "log files are written again"),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([`LOG_DIR: cannot be written (${error.code ?? error.message})`]);
  });
  const log = createLog(level, {
    write(line) {
      stdout.write(line);
      files.write(line);
    },
  });
  return { log, [Symbol.asyncDispose]: () => files.close() };
}

/**
 * Takes lines for stdout. What is logged in one turn of the event loop goes out in one write, which costs more than all else
 * about a line; what still waits when the process ends goes out then. While nobody reads, LENGTH_MAX bytes wait, and no more:
 * how many lines were lost is told behind them.
 */
function openStdout(
  onMended: (lost: number) => void,
): DestinationStream & { close(): Promise<void> } {
  const stdout = pino.destination({ dest: 1, sync: false, maxLength: LENGTH_MAX });
  let waiting = "";
  let lost = 0;
  /** Since when nobody read of what is being written; null while nothing is. */
  let since: number | null = null;
  const isStuck = (): boolean => since !== null && performance.now() - since >= CLOSE_MAX_MS;
  stdout.on("drop", (lines: string) => {
    lost += lines.split("\n").length - 1;
  });
  stdout.on("write", () => {
    since = performance.now();
  });
  stdout.on("drain", () => {
    since = null;
    const told = lost;
    lost = 0;
    if (told > 0) onMended(told);
  });
  // Before the library's own, which hands out what it was given.
  process.prependListener("exit", () => {
    // A write would wait for whoever does not read, for ever; and Node ends after the one under way, if it is let.
    if (isStuck()) process.kill(process.pid, "SIGKILL");
    stdout.flushSync();
    pino.destination({ dest: 1, sync: true }).write(waiting);
  });
  return {
    write(line) {
      if (waiting === "")
        setImmediate(() => {
          since ??= performance.now();
          stdout.write(waiting);
          waiting = "";
        });
      waiting += line;
    },
    // A write under way when the process ends would come after those that still wait.
    async close() {
      await nextTurn();
      if (since !== null && !isStuck())
        await Promise.race([once(stdout, "drain"), delay(CLOSE_MAX_MS)]);
    },
  };
}
