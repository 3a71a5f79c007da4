import { execFileSync } from "node:child_process";
import { startServer } from "../../src/dev/server-process.ts";
import { composeFile } from "./compose-file.ts";
import { through } from "./fault-proxy.ts";
import { findInstalled } from "./installed.ts";
import { makeOwnFolder } from "./own-folder.ts";
import { findOwnPort } from "./own-redis.ts";

export type PgBouncer = AsyncDisposable & {
  /** The database, through it. */
  url: string;
  /** Connections to Postgres at most. */
  serverConnections: number;
  /** Whether it knows statements by their names in transaction mode. */
  preparesStatements: boolean;
};

type Options = {
  databaseUrl: string;
  serverConnections?: number;
  /** Whether the server connections get the compose file's deadlines. */
  setsDeadlines?: boolean;
};

/** From this one on it knows named statements in transaction mode. */
const PREPARES_SINCE = [1, 21];

/** A real pgbouncer in transaction mode, with the configuration of docker-compose.yml, before one database. */
export async function startPgBouncer({
  databaseUrl,
  serverConnections = 4,
  setsDeadlines = true,
}: Options): Promise<PgBouncer> {
  const command = findInstalled("pgbouncer");
  const database = new URL(databaseUrl);
  const { username, password, hostname, port, pathname } = database;
  const ownPort = await findOwnPort();
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await makeOwnFolder("pgbouncer"));
  const users = await folder.write("userlist.txt", `"${username}" "${password}"\n`);
  const settings: Record<string, string | null> = {
    listen_addr: "127.0.0.1",
    listen_port: String(ownPort),
    auth_file: users,
    default_pool_size: String(serverConnections),
  };
  const preparesStatements = isPreparing(command);
  if (!preparesStatements) settings["max_prepared_statements"] = null;
  const ini = change(composeFile.configs.pgbouncer.content, settings)
    .replace("host=postgres port=5432", `host=${hostname} port=${port}`)
    .replace(/^latchkey = /m, `${pathname.slice(1)} = `)
    .replace(/ connect_query='[^']*'/, (text) => (setsDeadlines ? text : ""));
  const server = await startServer({
    command,
    args: [await folder.write("pgbouncer.ini", `${ini}unix_socket_dir =\n`)],
    spawn: folder.spawn,
    // At once: what waits for its clients is SIGTERM from 1.23 on.
    stopSignal: "SIGQUIT",
    ready: /process up/,
  });
  opening.defer(() => server.stop());
  const opened = opening.move();
  return {
    url: through(databaseUrl, { port: ownPort }),
    serverConnections,
    preparesStatements,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** An INI file with other values; null takes a line out. Throws when a setting is not there. */
function change(ini: string, settings: Record<string, string | null>): string {
  let text = ini;
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^${name} = .*\n`, "m");
    if (!line.test(text)) throw new Error(`docker-compose.yml sets no ${name}`);
    text = text.replace(line, value === null ? "" : `${name} = ${value}\n`);
  }
  return text;
}

function isPreparing(command: string): boolean {
  const [, major, minor] =
    /(\d+)\.(\d+)/.exec(execFileSync(command, ["--version"], { encoding: "utf8" })) ?? [];
  const [sinceMajor = 0, sinceMinor = 0] = PREPARES_SINCE;
  return Number(major) > sinceMajor || Number(minor) >= sinceMinor;
}
