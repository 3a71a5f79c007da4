import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startServer } from "../../src/dev/server-process.ts";
import { composeFile } from "./compose-file.ts";
import { findInstalled } from "./installed.ts";
import { makeOwnFolder } from "./own-folder.ts";
import { findOwnPort } from "./own-redis.ts";

export type Haproxy = AsyncDisposable & {
  url: string;
  /** What it thinks of an instance, by the number of its port among those given: UP, DOWN, or on the way there. */
  statusOf(instance: number): Promise<string>;
  /** Resolves when it sends requests to an instance, or no longer does. */
  sees(instance: number, status: "UP" | "DOWN"): Promise<void>;
};

const POLL_MS = 20;
const SEEN_WITHIN_MS = 30_000;
/** The names of docker-compose.yml, in their order. */
const INSTANCES = ["one", "two"];

/**
 * A real HAProxy before two instances on these ports of loopback, with the configuration of docker-compose.yml.
 * `change` makes another one of it.
 */
export async function startHaproxy(
  ports: readonly [number, number],
  change: (config: string) => string = (config) => config,
): Promise<Haproxy> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await makeOwnFolder("haproxy"));
  const port = await findOwnPort();
  const config = change(composeFile.configs.haproxy.content)
    .replaceAll("service-1:8080", `127.0.0.1:${ports[0]}`)
    .replaceAll("service-2:8080", `127.0.0.1:${ports[1]}`)
    .replace("bind *:8080", `bind 127.0.0.1:${port}`);
  const socket = join(folder.path, "stats");
  const files = [
    await folder.write("haproxy.cfg", config),
    await folder.write("stats.cfg", `global\n  stats socket ${socket}\n`),
  ];
  const server = await startServer({
    command: findInstalled("haproxy"),
    // In the foreground, and quiet about servers that are not there yet.
    args: ["-db", "-q", ...files.flatMap((file) => ["-f", file])],
    spawn: folder.spawn,
    stopSignal: "SIGTERM",
    ready: (signal) => waitUntilListening(port, signal),
  });
  opening.defer(() => server.stop());
  const opened = opening.move();

  async function statusOf(instance: number): Promise<string> {
    const lines = (await ask(socket, "show stat")).split("\n").map((line) => line.split(","));
    const column = lines[0]?.indexOf("status") ?? -1;
    const line = lines.find(
      ([backend, name]) => backend === "ready" && name === INSTANCES[instance],
    );
    return line?.[column] ?? "";
  }
  return {
    url: `http://127.0.0.1:${port}`,
    statusOf,
    async sees(instance, status) {
      const late = AbortSignal.timeout(SEEN_WITHIN_MS);
      while ((await statusOf(instance)) !== status)
        await delay(POLL_MS, undefined, { signal: late });
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function ask(path: string, command: string): Promise<string> {
  const socket = connect(path).setEncoding("utf8");
  let answer = "";
  socket.on("data", (part: string) => (answer += part));
  socket.end(`${command}\n`);
  await once(socket, "close");
  return answer;
}

async function waitUntilListening(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await delay(POLL_MS);
  }
}
