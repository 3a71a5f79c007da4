import type { Logger } from "../log.ts";

export type Ports = { port: number; opsPort: number | undefined };

/** Where a process serves, and with which hash back end. */
export type Served = Ports & { hash: string };

/** Tells where an instance is to be found; whoever started it on a free port reads it there. */
export function logListening(log: Logger, host: string, served: Served, workers?: number): void {
  const { port, opsPort, hash } = served;
  log.info({ host, port, ops_port: opsPort, hash, workers }, "listening");
}
