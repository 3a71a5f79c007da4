import { watch } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServerProcess } from "./server-process.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DEBOUNCE_MS = 150;

/**
 * Starts a process anew when a file below the folders changes; a version that does not start waits for the next. The
 * result stops the watching and the process that runs then.
 */
export function reloadOnChange(
  folders: string[],
  first: ServerProcess,
  start: () => Promise<ServerProcess>,
): Pick<ServerProcess, "stop"> {
  let current = first;
  let isReloading = false;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const tellEnd = (server: ServerProcess): void =>
    void server.exited.then(() => {
      if (current === server && !isStopping && !isReloading)
        console.log(`${folders[0]}: the process ended; it starts again when a file changes`);
    });
  const reload = async (file: string): Promise<void> => {
    if (isStopping) return;
    isReloading = true;
    try {
      await current.stop();
      current = await start();
      tellEnd(current);
      console.log(`reloaded: ${file} changed`);
    } catch (error) {
      if (!isStopping) console.log(`${String(error)}\nwaiting for a change`);
    } finally {
      isReloading = false;
    }
  };
  tellEnd(first);
  const watchers = folders.map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, (_, file) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        turn = turn.then(() => reload(join(folder, String(file))));
      }, DEBOUNCE_MS);
    }),
  );
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await turn;
      await current.stop();
    },
  };
}
