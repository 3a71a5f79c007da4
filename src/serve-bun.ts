import { sizeOfFields } from "./http/guards.ts";
import type { RunningServer, ServeOptions } from "./serve-node.ts";

/** The part of Bun's global this file uses; its types would bring a second set of globals for all other files. */
type BunServer = {
  port: number;
  requestIP(request: Request): { address: string } | null;
  stop(closeActive?: boolean): Promise<void>;
};
declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    idleTimeout: number;
    maxRequestBodySize: number;
    fetch(request: Request, server: BunServer): Response | Promise<Response>;
  }): BunServer;
};

const IDLE_TIMEOUT_SECONDS = 65;
/** Well above the app's own limits, so that the app gets to answer with a problem. */
const BODY_BYTES_MAX = 4 * 1_048_576;

/** Serves on Bun. Rejects when the port cannot be had. */
export async function serveOnBun({ fetch, host, port }: ServeOptions): Promise<RunningServer> {
  const server = Bun.serve({
    hostname: host,
    port,
    idleTimeout: IDLE_TIMEOUT_SECONDS,
    maxRequestBodySize: BODY_BYTES_MAX,
    fetch: (request, bun) =>
      fetch(request, {
        peerAddress: bun.requestIP(request)?.address ?? "",
        // Bun joins repeated fields with a comma, which no host name has.
        hostCount: (request.headers.get("host") ?? "").split(",").length,
        headerBytes: sizeOfFields(request.headers),
      }),
  });
  return { port: server.port, stop: () => server.stop() };
}
