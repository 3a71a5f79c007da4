import { mkdirSync, watch } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { printBanner } from "./banner.ts";
import { type Child, type DevLock, takeLock } from "./dev-lock.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { startRedis } from "./embedded-redis.ts";
import { refuseBusyPorts } from "./free-port.ts";
import { findLaunchers, isRunning } from "./process-table.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

// `just dev`: the service and all it needs on one machine, with reload on change. Nothing of it outlives this process.
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MAIL_KEY = "email-mock-key";
const DEBOUNCE_MS = 150;
const LAUNCHER_CHECK_MS = 500;

const {
  PORT: port = "8080",
  EMAIL_MOCK_PORT: mockPort = "8025",
  DATA_DIR = ".data",
  RUNTIME = "node",
} = process.env;

const say = (text: string): void => console.log(text);
const stopping = Promise.withResolvers<void>();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => stopping.resolve());
followLaunchers();

/** What was started, in order. */
const started: ServerProcess[] = [];
let isStopping = false;

try {
  await run();
} catch (error) {
  process.exitCode = 1;
  console.error(`just dev: ${error instanceof Error ? error.message : String(error)}`);
}
process.exit();

async function run(): Promise<void> {
  const embedsMock = process.env["EMAIL_API_URL"] === undefined;
  const dataDir = resolve(DATA_DIR);
  mkdirSync(dataDir, { recursive: true });
  // First, because what a killed run left behind may hold the ports.
  const lock = await takeLock(dataDir);
  try {
    await refuseBusyPorts({ PORT: port, ...(embedsMock ? { EMAIL_MOCK_PORT: mockPort } : {}) });
    const environment = await startParts(lock, dataDir, embedsMock);
    const startService = (): Promise<ServerProcess> =>
      startNode(lock, "service", "src/main.ts", environment, /"msg":"listening"/);
    const service = { current: await startService() };
    printBanner({ port, inboxUrl: environment.EMAIL_API_URL, limits: environment.LIMITS });
    reloadOnChange(["src", "sql"], service, startService);
    await stopping.promise;
    isStopping = true;
    say("\nstopping …");
    await service.current.stop();
  } finally {
    isStopping = true;
    for (const part of started.toReversed()) await part.stop();
    lock.release();
  }
}

type ServiceEnvironment = Record<string, string | undefined> & {
  EMAIL_API_URL: string;
  LIMITS: string;
};

async function startParts(
  lock: DevLock,
  dataDir: string,
  embedsMock: boolean,
): Promise<ServiceEnvironment> {
  const { DATABASE_URL, REDIS_URL, EMAIL_API_URL, LIMITS, EMAIL_API_KEY } = process.env;
  const startIf = async <T extends ServerProcess & { url: string }>(
    given: string | undefined,
    child: Omit<Child, "pid">,
    start: () => Promise<T>,
  ): Promise<string> => {
    if (given !== undefined) return given;
    const server = await start();
    started.push(server);
    lock.record({ ...child, pid: server.pid });
    return server.url;
  };
  const folder = join(dataDir, "postgres");
  const [databaseUrl, redisUrl] = await Promise.all([
    startIf(DATABASE_URL, { name: "postgres", sign: folder, signal: "SIGINT" }, () =>
      startPostgres({ dataDir: folder }),
    ),
    startIf(REDIS_URL, { name: "redis", sign: "-server 127.0.0.1:", signal: "SIGTERM" }, () =>
      startRedis(),
    ),
  ]);
  const environment = {
    NODE_ENV: "development",
    HOST: "127.0.0.1",
    SHUTDOWN_DRAIN_MS: "0",
    ...process.env,
    PORT: port,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    LIMITS: LIMITS ?? "shadow",
    EMAIL_API_URL: EMAIL_API_URL ?? `http://127.0.0.1:${mockPort}`,
    EMAIL_API_KEY: EMAIL_API_KEY ?? MAIL_KEY,
  };
  if (embedsMock) {
    const mockEnvironment = { ...environment, PORT: mockPort };
    const startMock = (): Promise<ServerProcess> =>
      startNode(lock, "email-mock", "email-mock/main.ts", mockEnvironment, /listening on/);
    const mock = { current: await startMock() };
    started.push({ ...mock.current, stop: () => mock.current.stop() });
    reloadOnChange(["email-mock"], mock, startMock);
  }
  return environment;
}

async function startNode(
  lock: DevLock,
  name: string,
  script: string,
  environment: Record<string, string | undefined>,
  ready: RegExp,
): Promise<ServerProcess> {
  const file = join(ROOT, script);
  const server = await startServer({
    command: RUNTIME === "bun" ? join(ROOT, "node_modules/.bin/bun") : process.execPath,
    args: [file],
    spawn: { cwd: ROOT, env: environment },
    stopSignal: "SIGTERM",
    ready,
    onOutput: (text) => process.stdout.write(text),
  });
  lock.record({ name, pid: server.pid, sign: file, signal: "SIGTERM" });
  return server;
}

/** Starts a process anew when a file below the folders changes; a version that does not start waits for the next. */
function reloadOnChange(
  folders: string[],
  target: { current: ServerProcess },
  start: () => Promise<ServerProcess>,
): void {
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const tellEnd = (server: ServerProcess): void =>
    void server.exited.then(() => {
      if (target.current === server && !isStopping && !isReloading)
        say(`${folders[0]}: the process ended; it starts again when a file changes`);
    });
  let isReloading = false;
  const reload = async (file: string): Promise<void> => {
    if (isStopping) return;
    isReloading = true;
    try {
      await target.current.stop();
      target.current = await start();
      tellEnd(target.current);
      say(`reloaded: ${file} changed`);
    } catch (error) {
      say(`${String(error)}\nwaiting for a change`);
    } finally {
      isReloading = false;
    }
  };
  tellEnd(target.current);
  for (const folder of folders)
    watch(join(ROOT, folder), { recursive: true }, (_, file) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        turn = turn.then(() => reload(join(folder, String(file))));
      }, DEBOUNCE_MS);
    });
}

/** A signal may end only just or npx: what they started has to end with them. */
function followLaunchers(): void {
  const launchers = findLaunchers();
  setInterval(() => {
    if (!launchers.every(isRunning)) stopping.resolve();
  }, LAUNCHER_CHECK_MS).unref();
}
