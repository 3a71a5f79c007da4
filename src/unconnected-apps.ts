import { type Apps, createApps } from "./app.ts";
import { loadConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { openResources } from "./resources.ts";

/**
 * The service's apps with all their routes, of a process that needs neither store nor setting: nothing is connected to, the
 * stores' addresses only have to be well-formed.
 */
export async function openUnconnectedApps(): Promise<Apps & AsyncDisposable> {
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: "postgres://127.0.0.1:1/none",
    REDIS_URL: "redis://127.0.0.1:1",
    EMAIL_API_URL: "http://127.0.0.1:1",
    HASH_MEMORY_KIB: "64",
    OPS_PASSWORD: "so-that-its-routes-are-made",
  });
  const resources = await openResources(config, createLog("silent"));
  const apps = createApps({ ...resources, draining: new AbortController().signal });
  return { ...apps, [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose]() };
}
