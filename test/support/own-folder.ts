import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's user that owns nothing. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Files for one server that refuses to run as root, and whom to run it as then. */
export type OwnFolder = AsyncDisposable & {
  path: string;
  spawn: { cwd: string; uid?: number; gid?: number };
  /** Writes a file that only that user reads, and returns its path. */
  write(name: string, text: string): Promise<string>;
};

export async function makeOwnFolder(name: string): Promise<OwnFolder> {
  const path = await mkdtemp(join(tmpdir(), `latchkey-${name}-`));
  const isRoot = process.getuid?.() === 0;
  const give = async (target: string): Promise<void> =>
    isRoot ? chown(target, NOBODY.uid, NOBODY.gid) : undefined;
  await give(path);
  return {
    path,
    // Nobody may not enter the project's folder, when that is root's alone.
    spawn: { cwd: path, ...(isRoot ? NOBODY : {}) },
    async write(file, text) {
      const target = join(path, file);
      await writeFile(target, text, { mode: 0o600 });
      await give(target);
      return target;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
