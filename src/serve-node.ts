import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { FailureCode } from "./domain/failure.ts";
import type { AnswerBroken } from "./http/broken-request.ts";
import type { Bindings } from "./http/environment.ts";
import { FIELD_OVERHEAD_BYTES, HEADER_BYTES_MAX } from "./http/guards.ts";
import type { SocketListener } from "./live/connection.ts";
import { createUpgrades, wantsSocket } from "./upgrades-node.ts";

export type Fetch = (request: Request, bindings: Bindings) => Response | Promise<Response>;

export type RunningServer = {
  port: number;
  /** Takes no new connections, ends idle ones, and resolves when the last request is answered. */
  stop(): Promise<void>;
};

export type ServeOptions = {
  fetch: Fetch;
  host: string;
  port: number;
  /** Whether other workers serve on the same port; on Node they share it by themselves. */
  isShared?: boolean;
  /** Writes the answer where the runtime would give one by itself, as far as it lets us. */
  answerBroken?: AnswerBroken;
  /** Told of the WebSockets that the app makes of requests; without it there are none. */
  sockets?: SocketListener;
};

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
const CONNECTIONS_CHECK_MS = 1000;
/** Longer than a balancer keeps its idle connections, so that it is never we who close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const IDLE_SWEEP_MS = 50;

const SERVER_OPTIONS = {
  maxHeaderSize: HEADER_BYTES_MAX,
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
};
// A variable, because Node's types do not know it yet (24.9).
const WITH_SOCKETS = { ...SERVER_OPTIONS, shouldUpgradeCallback: wantsSocket };

/** Serves on Node. Rejects when the port cannot be had. */
export function serveOnNode({
  fetch,
  host,
  port,
  answerBroken,
  sockets,
}: ServeOptions): Promise<RunningServer> {
  const { promise, resolve, reject } = Promise.withResolvers<RunningServer>();
  const upgrades =
    sockets && createUpgrades(sockets, (...request) => void server.emit("request", ...request));
  const answer = (
    request: Request,
    { incoming, outgoing }: HttpBindings,
  ): Response | Promise<Response> => {
    const upgrade = upgrades?.of(incoming);
    const peer = describePeer(incoming, outgoing);
    if (!upgrade) return fetch(request, peer);
    const answered = Promise.resolve(fetch(request, { ...peer, upgrade: upgrade.accept }));
    return answered.then((response) => (upgrade.isAccepted() ? RESPONSE_ALREADY_SENT : response));
  };
  const server = serve(
    {
      fetch: (request, bindings) => answer(request, bindings as HttpBindings),
      hostname: host,
      port,
      serverOptions: upgrades ? WITH_SOCKETS : SERVER_OPTIONS,
    },
    ({ port: boundPort }) => resolve({ port: boundPort, stop: () => stop(server) }),
  ) as Server;
  server.once("error", reject);
  if (upgrades) server.on("upgrade", upgrades.handle);
  server.on("clientError", (error, socket) => answerBrokenRequest(error, socket, answerBroken));
  return promise;
}

function describePeer({ socket, rawHeaders }: IncomingMessage, response: ServerResponse): Bindings {
  let hostCount = 0;
  let headerBytes = 0;
  // Names and values take turns.
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? "";
    headerBytes += name.length + (rawHeaders[i + 1] ?? "").length + FIELD_OVERHEAD_BYTES;
    if (name.length === 4 && name.toLowerCase() === "host") hostCount++;
  }
  return {
    peerAddress: socket.remoteAddress ?? "",
    hostCount,
    headerBytes,
    line: { bufferedBytes: () => response.writableLength, cut: () => void response.destroy() },
  };
}

const CODE_BY_ERROR: Record<string, FailureCode> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
};

// Requests that Node's parser refuses never reach the app; they get a problem all the same.
function answerBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  answerBroken?: AnswerBroken,
): void {
  if (!answerBroken || error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const client = (socket as Socket).remoteAddress ?? "";
  socket.end(answerBroken(CODE_BY_ERROR[error.code ?? ""] ?? "malformed_request", client));
}

function stop(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // After close() Node still serves kept-alive connections, and its callback waits for the last of them.
  const sweeper = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  server.close(() => {
    clearInterval(sweeper);
    resolve();
  });
  return promise;
}
