import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createRequire } from "node:module";
import type * as Ws from "ws";
import {
  type Carrier,
  CLOSE_CODES,
  type Connection,
  RECEIVED_BYTES_MAX,
  type SocketListener,
} from "./live/connection.ts";

/** A request for a WebSocket. */
export type Upgrade = {
  /** Makes one of its connection. Returns false when the handshake is none, or its client is gone. */
  accept(connection: Connection): boolean;
  isAccepted(): boolean;
};

/** Such requests on Node, which hands their connections over before anybody looked at them. */
export type Upgrades = {
  /** For the server's event "upgrade". */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Undefined of a plain request. */
  of(request: IncomingMessage): Upgrade | undefined;
};

/** So long a client has to close as well, before its connection is cut. */
const CLOSE_TIMEOUT_MS = 5000;
// A variable, because the library's types do not know all of them yet.
const OPTIONS = {
  noServer: true,
  clientTracking: false,
  maxPayload: RECEIVED_BYTES_MAX,
  // Each costs more memory than it has bytes (GHSA-96hv-2xvq-fx4p).
  maxFragments: 128,
  maxBufferedChunks: 1024,
  perMessageDeflate: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
};
const AS_TEXT = { binary: false };

const WEB_SOCKET: Carrier<Ws.WebSocket> = {
  isAnswered: true,
  send: (socket, { bytes }) => socket.send(bytes, AS_TEXT),
  bufferedBytes: (socket) => socket.bufferedAmount,
  ping: (socket) => socket.ping(),
  close: (socket, ending) => socket.close(CLOSE_CODES[ending], ending),
  cut: (socket) => socket.terminate(),
};

/** Whether a request is to be handed over: all others go on as if they had no Upgrade field. */
export const wantsSocket = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && headers.upgrade?.toLowerCase() === "websocket";

/**
 * Lets such a request pass the app like any other one: it is answered with what the app refuses it with, or becomes a
 * WebSocket when the app says so.
 */
export function createUpgrades(
  listener: SocketListener,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Upgrades {
  // Loaded with the first socket: most starts are for something else first.
  let server: Ws.WebSocketServer | undefined;
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  const connections = new WeakMap<Ws.WebSocket, Connection>();

  // One for all sockets: what a function of its own would cost is had ten thousand times.
  function onPong(this: Ws.WebSocket): void {
    const connection = connections.get(this);
    if (connection) listener.ponged(connection);
  }
  function onError(this: Ws.WebSocket, error: Error): void {
    const connection = connections.get(this);
    if (connection && "code" in error && error.code === TOO_LARGE) connection.closing = "too_large";
  }
  function onClose(this: Ws.WebSocket): void {
    const connection = connections.get(this);
    if (connection) listener.closed(connection);
  }
  function open(socket: Ws.WebSocket, connection: Connection): void {
    connections.set(socket, connection);
    socket.on("pong", onPong).on("error", onError).on("close", onClose);
    listener.opened(connection, WEB_SOCKET, socket);
  }

  return {
    handle(request, socket, head) {
      // Until it is a WebSocket nobody else hears of its errors, which would end the process.
      socket.on("error", ignore);
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket as Socket);
      // Nobody else looks after it: whoever does not close his side as well would keep it for ever.
      response.once("finish", () => (socket as Socket).destroySoon());
      let isAccepted = false;
      upgrades.set(request, {
        accept(connection) {
          response.detachSocket(socket as Socket);
          server ??= createServer();
          server.handleUpgrade(request, socket, head, (made) => {
            isAccepted = true;
            socket.off("error", ignore);
            open(made, connection);
          });
          return isAccepted;
        },
        isAccepted: () => isAccepted,
      });
      answer(request, response);
    },
    of: (request) => upgrades.get(request),
  };
}

const require = createRequire(import.meta.url);
// Not import(): whether the handshake is one must be known within the turn.
const createServer = (): Ws.WebSocketServer =>
  new (require("ws") as typeof Ws).WebSocketServer(OPTIONS);

const TOO_LARGE = "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";

const ignore = (): void => {};
