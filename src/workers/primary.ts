import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { type Config, ConfigError } from "../config.ts";
import { createPlaces } from "../live/places.ts";
import type { Logger } from "../log.ts";
import { createCrew } from "./crew.ts";
import { createInstanceFigures } from "./figures.ts";
import { openPlacesDesk } from "./live-places.ts";
import { logListening } from "./served.ts";
import { SECRET_BYTES } from "./siblings.ts";

/** Workers give up by themselves; who is frozen cannot. */
const KILL_AFTER_MS = 1000;

const IS_BUN = "bun" in process.versions;

/**
 * Runs WORKERS processes that share the ports, until SIGTERM or SIGINT; one that ends meanwhile is replaced. Resolves
 * with the exit code: the workers' worst, or 1 when none of them gets to serve. Throws ConfigError where the runtime has
 * no workers.
 */
export async function runWorkers(config: Config, log: Logger): Promise<number> {
  // Elsewhere SO_REUSEPORT, by which Bun shares a port, gives all connections to one process.
  if (IS_BUN && process.platform !== "linux")
    throw new ConfigError(["WORKERS: Bun has workers on Linux alone; 1, or Node"]);
  const signalled = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => signalled.resolve(signal));

  const { HOST: host, PORT: port, OPS_PORT: opsPort = 0, WORKERS: count } = config;
  if (IS_BUN) await refuseTakenPorts(host, [port, opsPort]);
  const places = createPlaces({
    inAll: config.LIVE_CONNECTIONS_MAX,
    perAccount: config.LIVE_CONNECTIONS_PER_USER,
    perNetwork: config.LIVE_CONNECTIONS_PER_IP,
  });
  const figures = createInstanceFigures();
  const crew = createCrew({
    count,
    secret: randomBytes(SECRET_BYTES),
    // On Node they ask the primary for the port, and get the same.
    tellsPorts: IS_BUN,
    openDesks: (ask) => [openPlacesDesk(places), figures.openDesk(ask)],
    log,
  });
  void crew.start().then((served) => logListening(log, host, served, count));

  const signal = await Promise.race([signalled.promise, crew.failed]);
  if (signal) log.info({ signal }, "shutting down");
  else log.error("no worker gets to serve");
  const code = await crew.stop(signal ?? "SIGTERM", config.SHUTDOWN_MAX_MS + KILL_AFTER_MS);
  log.info("stopped");
  return signal ? code : 1;
}

// Processes of one user may share a port by SO_REUSEPORT: an instance started twice would not notice.
async function refuseTakenPorts(host: string, ports: number[]): Promise<void> {
  for (const port of ports.filter((each) => each !== 0)) {
    const server = createServer().listen(port, host);
    await once(server, "listening");
    server.close();
    await once(server, "close");
  }
}
