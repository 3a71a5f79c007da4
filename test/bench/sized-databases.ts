import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { loadConfig } from "../../src/config.ts";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";
import { createLog } from "../../src/log.ts";
import { migrateAll } from "../../src/service.ts";
import { fillDatabase } from "./fill-database.ts";

export type SizedDatabases = AsyncDisposable & {
  pid: number;
  /** In the order of the sizes. */
  urls: string[];
};

/** One Postgres with a database for each number of accounts, as it is in production: with all that makes it safe. */
export async function startSizedDatabases(
  sizes: readonly number[],
  progress: (text: string) => void,
): Promise<SizedDatabases> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));
  opening.defer(() => rm(folder, { recursive: true }));
  const dataDir = join(folder, "postgres");
  await fillAll(dataDir, sizes, progress);
  const postgres = opening.adopt(await startPostgres({ dataDir }), (each) => each.stop());
  const opened = opening.move();
  return {
    pid: postgres.pid,
    urls: sizes.map((_, i) => urlOf(postgres.url, i)),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function fillAll(
  dataDir: string,
  sizes: readonly number[],
  progress: (text: string) => void,
): Promise<void> {
  const postgres = await startPostgres({ dataDir, durable: false });
  try {
    for (const [i, size] of sizes.entries()) {
      const databaseUrl = urlOf(postgres.url, i);
      await createDatabase(postgres.url, databaseUrl);
      await fillDatabase(databaseUrl, size, progress);
    }
  } finally {
    await postgres.stop();
  }
  // Nothing of it is left to be written while something is measured.
  progress("written to disk …");
  await promisify(execFile)("sync");
}

async function createDatabase(serverUrl: string, databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${new URL(databaseUrl).pathname.slice(1)}`);
  await client.end();
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    REDIS_URL: "redis://127.0.0.1:1",
    EMAIL_API_URL: "http://127.0.0.1:1",
  });
  await migrateAll(config, createLog("silent"));
}

function urlOf(serverUrl: string, i: number): string {
  const url = new URL(serverUrl);
  url.pathname = `sized_${i}`;
  return url.href;
}
