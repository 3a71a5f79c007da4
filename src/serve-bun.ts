import { hasBody, sizeOfFields } from "./http/guards.ts";
import {
  type Carrier,
  CLOSE_CODES,
  type Connection,
  RECEIVED_BYTES_MAX,
  type SocketListener,
} from "./live/connection.ts";
import type { RunningServer, ServeOptions } from "./serve-node.ts";

/** The parts of Bun's global this file uses; its types would bring a second set of globals for all other files. */
type BunSocket = {
  data: Connection;
  sendText(text: string): number;
  getBufferedAmount(): number;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
};
type BunServer = {
  port: number;
  requestIP(request: Request): { address: string } | null;
  timeout(request: Request, seconds: number): void;
  upgrade(request: Request, options: { data: Connection }): boolean;
  stop(closeActive?: boolean): Promise<void>;
};
type SocketHandlers = {
  maxPayloadLength: number;
  backpressureLimit: number;
  closeOnBackpressureLimit: boolean;
  idleTimeout: number;
  sendPings: boolean;
  perMessageDeflate: boolean;
  open(socket: BunSocket): void;
  message(socket: BunSocket, message: string | Buffer): void;
  pong(socket: BunSocket): void;
  close(socket: BunSocket, code: number, reason: string): void;
};
declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    reusePort: boolean;
    idleTimeout: number;
    maxRequestBodySize: number;
    fetch(request: Request, server: BunServer): Response | Promise<Response>;
    websocket?: SocketHandlers;
  }): BunServer;
};

const IDLE_TIMEOUT_SECONDS = 65;
/** Within which a request with a body is here whole, and answered. Bun counts in steps of four; headers have 12 by itself. */
const REQUEST_TIMEOUT_SECONDS = 16;
/** Well above the app's own limits, so that the app gets to answer with a problem. */
const BODY_BYTES_MAX = 4 * 1_048_576;
/** Four of our pings. With no limit, Bun 1.4.5 cuts some connections whose goodbye still waits to be read. */
const SOCKET_IDLE_SECONDS = 120;
/** A socket that fills so far between two looks at it is not closed politely. */
const BACKPRESSURE_BYTES_MAX = 1_048_576;

const WEB_SOCKET: Carrier<BunSocket> = {
  isAnswered: true,
  send: (socket, { text }) => void socket.sendText(text),
  bufferedBytes: (socket) => socket.getBufferedAmount(),
  ping: (socket) => socket.ping(),
  close: (socket, ending) => socket.close(CLOSE_CODES[ending], ending),
  cut: (socket) => socket.terminate(),
};

const handleSockets = (listener: SocketListener): SocketHandlers => ({
  maxPayloadLength: RECEIVED_BYTES_MAX,
  backpressureLimit: BACKPRESSURE_BYTES_MAX,
  closeOnBackpressureLimit: true,
  // Its own pings go out to all at once who came within seconds; ours are spread (live/roster.ts).
  idleTimeout: SOCKET_IDLE_SECONDS,
  sendPings: false,
  perMessageDeflate: false,
  open: (socket) => listener.opened(socket.data, WEB_SOCKET, socket),
  message() {},
  pong: (socket) => listener.ponged(socket.data),
  // It tells the other side 1009, and us only in words.
  close(socket, _code, reason) {
    if (/too big/.test(reason)) socket.data.closing = "too_large";
    listener.closed(socket.data);
  },
});

/** Serves on Bun. Rejects when the port cannot be had. */
export async function serveOnBun({
  fetch,
  host,
  port,
  isShared = false,
  sockets,
}: ServeOptions): Promise<RunningServer> {
  const server = Bun.serve({
    hostname: host,
    port,
    reusePort: isShared,
    idleTimeout: IDLE_TIMEOUT_SECONDS,
    maxRequestBodySize: BODY_BYTES_MAX,
    fetch(request, bun) {
      const answer = fetch(request, {
        peerAddress: bun.requestIP(request)?.address ?? "",
        // Bun joins repeated fields with a comma, which no host name has.
        hostCount: (request.headers.get("host") ?? "").split(",").length,
        headerBytes: sizeOfFields(request.headers),
        // An answer that nobody reads is cut when its connection was idle for a second; of what waits Bun does not tell.
        line: { bufferedBytes: () => 0, cut: () => bun.timeout(request, 1) },
        // Once it is a socket, Bun sends no answer.
        ...(sockets && { upgrade: (data: Connection) => bun.upgrade(request, { data }) }),
      });
      return hasBody(request.headers) ? answerInTime(bun, request, answer) : answer;
    },
    ...(sockets && { websocket: handleSockets(sockets) }),
  });
  return { port: server.port, stop: () => server.stop() };
}

// The time of an idle connection is all that Bun gives a body by itself, and the next request on it has that again.
async function answerInTime(
  bun: BunServer,
  request: Request,
  answer: Response | Promise<Response>,
): Promise<Response> {
  bun.timeout(request, REQUEST_TIMEOUT_SECONDS);
  try {
    return await answer;
  } finally {
    bun.timeout(request, IDLE_TIMEOUT_SECONDS);
  }
}
