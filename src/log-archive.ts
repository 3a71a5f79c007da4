import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { readdir, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

export type LogPlace = {
  directory: string;
  /** Distinct for each process that writes there, and the same after its restart. */
  name: string;
  /** Whole days kept, besides today (UTC). */
  days: number;
};

export const LOG_FILE_MODE = 0o640;
const DAY_MS = 86_400_000;
const PREFIX = "latchkey-";
const LOG_NAME = /^latchkey-.*\.log(\.gz(\.part)?)?$/;
const CLOSED_NAME = /\.(\d{4}-\d\d-\d\d)\.\d+\.log(\.gz)?$/;

/** The file that is written to. */
export const currentName = ({ name }: LogPlace): string => `${PREFIX}${name}.log`;

/** What the n-th closed file of a day is called; by its compressed name where there is one already. */
export function closedName(place: LogPlace, day: Date, index: number): string {
  const name = `${PREFIX}${place.name}.${day.toISOString().slice(0, 10)}.${index}.log`;
  return existsSync(join(place.directory, `${name}.gz`)) ? `${name}.gz` : name;
}

/**
 * Compresses the closed files of this process, and removes those of all processes that are too old: some never start
 * again. Rejects when the disk refuses; what is left then is done the next time.
 */
export async function tidyLogs(place: LogPlace): Promise<void> {
  const { directory, days } = place;
  const oldestMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS;
  const names = (await readdir(directory)).filter((name) => LOG_NAME.test(name));
  for (const name of names.filter((each) => each !== currentName(place))) {
    const path = join(directory, name);
    const [, day, gz] = CLOSED_NAME.exec(name) ?? [];
    const lastMs = day === undefined ? await modifiedMs(path) : Date.parse(day);
    if (lastMs < oldestMs) await unlinkIfThere(path);
    else if (day !== undefined && gz === undefined && isOwn(place, name)) await compress(path);
  }
}

const isOwn = ({ name }: LogPlace, file: string): boolean =>
  CLOSED_NAME.test(file) && file.replace(CLOSED_NAME, "") === PREFIX + name;

// In place in one step: who is killed meanwhile leaves the file as it was.
async function compress(path: string): Promise<void> {
  const part = `${path}.gz.part`;
  const target = createWriteStream(part, { mode: LOG_FILE_MODE, flush: true });
  await pipeline(createReadStream(path), createGzip(), target).catch(async (error: unknown) => {
    await unlinkIfThere(part);
    throw error;
  });
  await rename(part, `${path}.gz`);
  await unlink(path);
}

// Another process may have been faster.
const unlinkIfThere = (path: string): Promise<void> => unlink(path).catch(() => {});

const modifiedMs = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
