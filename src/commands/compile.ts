import { getCompileCacheDir } from "node:module";
import { createApps } from "../app.ts";
import { loadConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { openResources } from "../resources.ts";

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
  // What is called is compiled too. Nothing is connected to: the stores' addresses only have to be well-formed.
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: "postgres://127.0.0.1:1/none",
    REDIS_URL: "redis://127.0.0.1:1",
    EMAIL_API_URL: "http://127.0.0.1:1",
    HASH_MEMORY_KIB: "64",
    OPS_PASSWORD: "so-that-its-routes-are-made",
  });
  await Promise.all([import("../service.ts"), import("../serve-node.ts")]);
  await using resources = await openResources(config, createLog("silent"));
  createApps({ ...resources, draining: new AbortController().signal });
  stdout.write(`latchkey: the compile cache is in ${folder}\n`);
  return 0;
}
