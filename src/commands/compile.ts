import { getCompileCacheDir } from "node:module";
import { openUnconnectedApps } from "../unconnected-apps.ts";

type Output = { stdout: { write(text: string): void }; stderr: { write(text: string): void } };

/**
 * `node src/main.ts compile`: loads what a start loads, so that the compile cache has it when the process ends. For the
 * making of an image, whose every start is then a warm one; it needs no store, and no setting.
 */
export async function compile({ stdout, stderr }: Output): Promise<number> {
  const folder = "bun" in process.versions ? undefined : getCompileCacheDir();
  if (folder === undefined) {
    stderr.write(
      "latchkey: there is no compile cache: Bun needs none, and Node a folder that it can write\n",
    );
    return 1;
  }
  await Promise.all([import("../service.ts"), import("../serve-node.ts")]);
  // What is called is compiled too.
  await using _ = await openUnconnectedApps();
  stdout.write(`latchkey: the compile cache is in ${folder}\n`);
  return 0;
}
