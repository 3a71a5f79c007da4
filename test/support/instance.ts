import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { type Resources, openResources } from "../../src/resources.ts";
import { patientUrl, waitLonger, giveTime } from "./patience.ts";

export type Instance = Resources & AsyncDisposable;

type Environment = Record<"DATABASE_URL" | "REDIS_URL" | "SECRET_KEY", string> &
  Record<string, string>;

/** What one instance of the service holds open on real stores, without its HTTP side and its mail worker. */
export async function openInstance(environment: Environment): Promise<Instance> {
  const config = loadConfig({
    NODE_ENV: "test",
    EMAIL_API_URL: "http://email.test",
    HASH_MEMORY_KIB: "64",
    ...environment,
    DATABASE_URL: patientUrl(environment.DATABASE_URL),
  });
  const instance = await openResources(config, createLog("silent"));
  // A crowded machine is no fault that these tests are about.
  giveTime(instance.redis, 10_000);
  for (const pool of [instance.pool, instance.mailPool]) waitLonger(pool);
  return instance;
}
