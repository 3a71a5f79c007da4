import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { writeRequest } from "./http-load.ts";

/** What becomes of a socket after it opened. */
export type SocketEvents = {
  onText(text: string): void;
  onPing(): void;
  /** With what the server closed it; null when it did not say. */
  onEnd(code: number | null): void;
};

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const HEAD_END = "\r\n\r\n";

/**
 * A WebSocket that knows no more than it needs (RFC 6455), so that ten thousand cost little. Rejects with the answer's
 * first line when it is refused; the result cuts it.
 */
export function openBareWebSocket(
  { port, path, origin }: { port: number; path: string; origin: string },
  events: SocketEvents,
): Promise<() => void> {
  const { promise, resolve, reject } = Promise.withResolvers<() => void>();
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  let isOpen = false;
  let left: Buffer = Buffer.alloc(0);
  let code: number | null = null;
  const fields = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    `Origin: ${origin}`,
  ];
  socket.write(writeRequest("GET", path, { fields }));
  const onFrame = (opcode: number, payload: Buffer): void => {
    if (opcode === TEXT) events.onText(payload.toString());
    if (opcode === CLOSE) code = payload.length >= 2 ? payload.readUInt16BE() : null;
    if (opcode !== PING) return;
    events.onPing();
    // Masked with zeros.
    socket.write(Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length, 0, 0, 0, 0]), payload]));
  };
  socket.on("data", (bytes) => {
    left = left.length === 0 ? bytes : Buffer.concat([left, bytes]);
    if (!isOpen) {
      const end = left.indexOf(HEAD_END);
      if (end === -1) return;
      const [status = ""] = left.toString("latin1", 0, end).split("\r\n");
      if (!status.startsWith("HTTP/1.1 101")) {
        reject(new Error(status));
        return void socket.destroy();
      }
      isOpen = true;
      left = left.subarray(end + HEAD_END.length);
      resolve(() => void socket.destroy());
    }
    left = readFrames(left, onFrame);
  });
  socket.once("error", reject);
  socket.once("close", () => {
    reject(new Error("the server closed a connection"));
    if (isOpen) events.onEnd(code);
  });
  return promise;
}

// Those that are whole, of a server, which does not mask (§5.2); returns what is left.
function readFrames(bytes: Buffer, onFrame: (opcode: number, payload: Buffer) => void): Buffer {
  let rest = bytes;
  for (;;) {
    const [first, second] = rest;
    if (first === undefined || second === undefined) return rest;
    const isLong = second === 126;
    if (isLong && rest.length < 4) return rest;
    const start = isLong ? 4 : 2;
    const end = start + (isLong ? rest.readUInt16BE(2) : second);
    if (rest.length < end) return rest;
    onFrame(first & 0x0f, rest.subarray(start, end));
    rest = rest.subarray(end);
  }
}
