import { once } from "node:events";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type RotatingFileStream, createStream } from "rotating-file-stream";
import { LOG_FILE_MODE, type LogPlace, closedName, currentName, tidyLogs } from "./log-archive.ts";

export type LogFiles = {
  /** Takes a line, to be written as soon as the disk has taken those before it. Never waits, never throws. */
  write(line: string): void;
  /** Writes what waits, for five seconds at most. */
  close(): Promise<void>;
};

export type LogFileOptions = LogPlace & {
  /** When a file is closed and compressed: at the end of each, in UTC; and at a size. */
  interval?: "1d" | "1s";
  size: `${number}${"M" | "K"}`;
  /** How often it is looked whether the file is still in its place, and tried again when it cannot be written. */
  checkIntervalMs?: number;
  /** Once for each time in which nothing could be written, and when it can be again. */
  onBroken(error: unknown): void;
  onMended(linesLost: number): void;
  /** Closed files could not be compressed or removed. */
  onUntidy(error: unknown): void;
};

/** Of lines that wait while nothing can be written; what comes beyond them is on stdout alone. */
const WAITING_LENGTH_MAX = 4_194_304;
const CHECK_INTERVAL_MS = 5000;
const CLOSE_MAX_MS = 5000;
/** Of a file that is not there; no file has it. */
const NO_INODE = -1;

/** Opens files that rotate. Rejects when they cannot be written at the start; later it goes on trying. */
export async function openLogFiles(options: LogFileOptions): Promise<LogFiles> {
  const { directory, checkIntervalMs = CHECK_INTERVAL_MS } = options;
  const path = join(directory, currentName(options));
  let stream: RotatingFileStream | null = null;
  let inode: number | null = null;
  let rotations = 0;
  let waiting: string[] = [];
  let waitingLength = 0;
  let linesLost = 0;
  let [isWriting, isBroken, isChecking, isClosed] = [false, false, false, false];

  async function open(): Promise<void> {
    await mkdir(directory, { recursive: true, mode: 0o750 });
    const opening = openRotating(options);
    opening.on("error", (error) => opening === stream && fail(error));
    opening.on("rotation", () => {
      rotations++;
      inode = null;
    });
    opening.on("open", () => {
      const rotation = rotations;
      // Moved before it was looked at: no file is the one that is expected.
      const note = (found: number | null): void =>
        void (inode = rotation === rotations ? (found ?? NO_INODE) : null);
      void inodeOf(path).then(note);
      tidy();
    });
    await once(opening, "open");
    stream = opening;
  }
  // One after the other, in the background: nothing waits for it.
  let tidying = Promise.resolve();
  function tidy(): void {
    tidying = tidying.then(() => tidyLogs(options)).catch(options.onUntidy);
  }

  // One write at a time, of all that waits: what of it was written is then known when it fails.
  function flush(): void {
    if (!stream || isWriting || isClosed || waiting.length === 0) return;
    const [text, writing, rotationsBefore] = [waiting.join(""), stream, rotations];
    waiting = [];
    waitingLength = 0;
    isWriting = true;
    writing.write(text, (error) => {
      isWriting = false;
      // A file that grew too large is rotated with the lines in it: then only the rotation failed.
      if (error && rotations === rotationsBefore) {
        waiting.unshift(text);
        waitingLength += text.length;
      }
      if (error && writing === stream) fail(error);
      if (!error && isBroken) mended();
      flush();
    });
  }
  function fail(error: unknown): void {
    stream?.destroy();
    stream = null;
    inode = null;
    if (isBroken || isClosed) return;
    isBroken = true;
    options.onBroken(error);
  }

  // Not when a file could be opened: a full disk allows that.
  function mended(): void {
    isBroken = false;
    options.onMended(linesLost);
    linesLost = 0;
  }

  // A file that was moved or deleted takes lines that nobody will find.
  async function check(): Promise<void> {
    const expected = inode;
    if (stream && (expected === null || (await inodeOf(path)) === expected)) return;
    if (isClosed || inode !== expected) return;
    const old = stream;
    stream = null;
    try {
      await open();
      old?.end();
    } catch (error) {
      old?.destroy();
      return fail(error);
    }
    flush();
  }
  async function checkOnce(): Promise<void> {
    if (isChecking) return;
    isChecking = true;
    await check();
    isChecking = false;
  }

  await open();
  const timer = setInterval(() => void checkOnce(), checkIntervalMs).unref();
  return {
    write(line) {
      if (isClosed) return;
      if (waitingLength > WAITING_LENGTH_MAX) {
        linesLost++;
        return;
      }
      waiting.push(line);
      waitingLength += line.length;
      flush();
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      stream?.once("close", resolve);
      stream?.end(waiting.join(""));
      if (stream) await Promise.race([ended, delay(CLOSE_MAX_MS, null, { ref: false })]);
    },
  };
}

// Not by its own gzip: lines would wait for it, and who is killed then leaves half a file beside the whole one.
const openRotating = ({ interval = "1d", size, ...place }: LogFileOptions): RotatingFileStream =>
  createStream(
    (time: Date | number | null, index = 1) =>
      time === null ? currentName(place) : closedName(place, new Date(time), index),
    {
      path: place.directory,
      interval,
      intervalUTC: true,
      // What nobody closed at the end of its day, because nothing ran, is closed at the next start.
      intervalBoundary: true,
      initialRotation: true,
      size,
      mode: LOG_FILE_MODE,
    },
  );

const inodeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ ino }) => ino,
    () => null,
  );
