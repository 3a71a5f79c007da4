import { appendFile, fdatasync, openSync, readFileSync, statSync } from "node:fs";
import { promisify } from "node:util";
import { type AcceptedMail, acceptedMailSchema } from "./mail.ts";

export type Journal = {
  /** What was in the file at the start, oldest first. */
  restored: AcceptedMail[];
  /** Resolves when the mail is on disk. Rejects when it cannot be written: then it was not accepted. */
  append(mail: AcceptedMail): Promise<void>;
  /** How often the disk was waited for: far less than once a mail when many come at once. */
  syncs(): number;
};

const append = promisify(appendFile);
const sync = promisify(fdatasync);

/**
 * A line of JSON for each accepted mail. All that come while the disk is busy share the next write and its fdatasync.
 * Throws when the file cannot be opened.
 */
export function openJournal(file: string): Journal {
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  const text = isFile ? readFileSync(file, "utf8") : "";
  const descriptor = openSync(file, "a");
  // A line that a kill tore was never answered for: the next one begins anew.
  let ending = text === "" || text.endsWith("\n") ? "" : "\n";
  let gathering: { lines: string[]; written: Promise<void> } | null = null;
  let last: Promise<void> = Promise.resolve();
  let syncs = 0;

  const write = async (lines: string[]): Promise<void> => {
    const before = ending;
    ending = "\n";
    await append(descriptor, before + lines.join(""));
    ending = "";
    await sync(descriptor);
    syncs++;
  };
  const gather = (): { lines: string[]; written: Promise<void> } => {
    const lines: string[] = [];
    const written = last.then(() => {
      gathering = null;
      return write(lines);
    });
    last = written.catch(() => {});
    return { lines, written };
  };
  return {
    restored: text.split("\n").flatMap(readLine),
    append(mail) {
      gathering ??= gather();
      gathering.lines.push(`${JSON.stringify(mail)}\n`);
      return gathering.written;
    },
    syncs: () => syncs,
  };
}

function readLine(line: string): AcceptedMail[] {
  try {
    const { success, data } = acceptedMailSchema.safeParse(JSON.parse(line));
    return success ? [data] : [];
  } catch {
    return [];
  }
}
