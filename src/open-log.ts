import { once } from "node:events";
import { hostname } from "node:os";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { type DestinationStream, pino } from "pino";
import { type Config, ConfigError } from "./config.ts";
import { type Logger, createLog } from "./log.ts";

/** Whoever reads stdout may have stopped. */
const CLOSE_MAX_MS = 1000;

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
    const { close, ...lines } = openStdout();
    return { log: createLog(level, lines), [Symbol.asyncDispose]: close };
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
 * about a line; what still waits when the process ends goes out then.
 */
function openStdout(): DestinationStream & { close(): Promise<void> } {
  const stdout = pino.destination({ dest: 1, sync: false });
  let waiting = "";
  let isWriting = false;
  stdout.on("drain", () => {
    isWriting = false;
  });
  // Before the library's own, which hands out what it was given.
  process.prependListener("exit", () => {
    stdout.flushSync();
    pino.destination({ dest: 1, sync: true }).write(waiting);
  });
  return {
    write(line) {
      if (waiting === "")
        setImmediate(() => {
          isWriting = true;
          stdout.write(waiting);
          waiting = "";
        });
      waiting += line;
    },
    // A write under way when the process ends would come after those that still wait.
    async close() {
      await nextTurn();
      if (isWriting) await Promise.race([once(stdout, "drain"), delay(CLOSE_MAX_MS)]);
    },
  };
}
