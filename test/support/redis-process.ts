import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis, type RedisOptions } from "ioredis";
import { refuseBusyPorts } from "../../src/dev/free-port.ts";
import { type ServerProcess, startServer } from "../../src/dev/server-process.ts";

/** One redis-server process. */
export type RedisProcess = AsyncDisposable & {
  port: number;
  /** SIGSTOP freezes it, SIGCONT wakes it. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as its operator would. */
  shutDown(): Promise<void>;
  /** Starts it again, on the same port and with what it saved. */
  restart(): Promise<void>;
  /** Sends it a command. */
  ask(command: string, ...given: (string | number)[]): Promise<unknown>;
};

/** A free port that the system gives to nobody else meanwhile: it is below those that it chooses from. */
export async function findOwnPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const isFree = await refuseBusyPorts({ PORT: String(port) }).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
}

/** How clients get into a server. */
export type Entrance = {
  /** Arguments of the server: where it listens is one of them when that is not a plain port. */
  args?: (place: { folder: string; port: number }) => string[] | Promise<string[]>;
  /** For the test's own commands. */
  client?: Pick<RedisOptions, "tls" | "username" | "password">;
};

const WAIT_MS = 60_000;
const LOOK_MS = 50;

/** Within this all is well again after Redis is: 2 s are promised, and a crowded machine may take as long again. */
export const WELL_AGAIN_MS = 4000;

/** Resolves when servers are as a test needs them. Not vitest's own: global set-up needs it too, which runs without. */
export async function untilServersAre(check: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + WAIT_MS;
  while (!(await check())) {
    if (performance.now() > endMs) throw new Error("the servers do not get there");
    await delay(LOOK_MS);
  }
}

/** Settings of a server as its arguments. */
export const argumentsOf = (settings: Record<string, string | number>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);

export const plainPort = ({ port }: { port: number }): string[] => argumentsOf({ port });

/** Starts a Redis on a port and in a folder of its own. It saves only when it is told to. */
export async function startRedisProcess({
  args = plainPort,
  client = {},
}: Entrance = {}): Promise<RedisProcess> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-redis-"));
  const port = await findOwnPort();
  const given = await args({ folder, port });
  const launch = (): Promise<ServerProcess> =>
    startServer({
      command: "redis-server",
      args: [...given, "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      stopSignal: "SIGTERM",
      ready: /Ready to accept connections|Sentinel ID is/i,
    });
  let server = await launch();
  return {
    port,
    signal: (signal) => void process.kill(server.pid, signal),
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
    },
    shutDown: () => server.stop(),
    async restart() {
      server = await launch();
    },
    async ask(command, ...rest) {
      const connection = new Redis({ port, host: "127.0.0.1", ...client, retryStrategy: null });
      // Its commands fail, which is enough.
      connection.on("error", () => {});
      try {
        return await connection.call(command, ...rest);
      } finally {
        connection.disconnect();
      }
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
