import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { loadConfig } from "../../src/config.ts";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";
import { startRedis } from "../../src/dev/embedded-redis.ts";
import { createLog } from "../../src/log.ts";
import { migrateAll } from "../../src/service.ts";
import { startRedisCluster } from "./redis-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

/** A migrated database that every test file copies; nobody connects to it. */
export const TEMPLATE_DATABASE = "latchkey_template";

/** Starts one real Postgres and one real Redis for the whole run; for the project "cluster" a Redis Cluster. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "latchkey-test-"));
  const [postgres, redis] = await Promise.all([
    startPostgres({ dataDir: join(dataDir, "postgres"), durable: false }),
    project.name === "cluster" ? startCluster() : startRedis(),
  ]);
  await createTemplate(postgres.url, redis.url);
  project.provide("postgresUrl", postgres.url);
  project.provide("redisUrl", redis.url);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function startCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const cluster = await startRedisCluster();
  return { url: cluster.url, stop: async () => cluster[Symbol.asyncDispose]() };
}

async function createTemplate(postgresUrl: string, redisUrl: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE_DATABASE}`);
  await client.end();
  const url = new URL(postgresUrl);
  url.pathname = TEMPLATE_DATABASE;
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: url.href,
    REDIS_URL: redisUrl,
    EMAIL_API_URL: "http://email.test",
  });
  await migrateAll(config, createLog("silent"));
}
