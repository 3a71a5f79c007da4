import type { Carrier, Connection, Line, Message, SocketListener } from "../../live/connection.ts";

/** The writing side of one stream of server-sent events, and the way that it takes. */
type Socket = { stream: ReadableStreamDefaultController<Uint8Array>; line: Line | undefined };

/** More than a slow reader is let to wait for, so that what waits can be told from what there is room for. */
const BUFFER_BYTES = 1024 * 1024;
const encoder = new TextEncoder();
const PING = encoder.encode(":\n\n");

const eventText = (event: string, data: string, id: string | null = null): Uint8Array =>
  encoder.encode(`event: ${event}\n${id === null ? "" : `id: ${id}\n`}data: ${data}\n\n`);

const events = new WeakMap<Message, Uint8Array>();

function eventOf(message: Message): Uint8Array {
  const known = events.get(message);
  if (known) return known;
  const made = eventText(message.event, message.text, message.id);
  events.set(message, made);
  return made;
}

/** Server-sent events (WHATWG HTML §9.2). Nobody answers a ping: it keeps the way open, and shows who no longer reads. */
const EVENT_STREAM: Carrier<Socket> = {
  isAnswered: false,
  send: ({ stream }, message) => stream.enqueue(eventOf(message)),
  bufferedBytes: ({ stream, line }) =>
    BUFFER_BYTES - (stream.desiredSize ?? 0) + (line?.bufferedBytes() ?? 0),
  ping: ({ stream }) => stream.enqueue(PING),
  close({ stream }, reason) {
    stream.enqueue(eventText("bye", JSON.stringify({ reason })));
    stream.close();
  },
  // What is closed and empty has room for nothing; while there is something left, it has room for more.
  isGone: ({ stream, line }) => stream.desiredSize === 0 && (line?.bufferedBytes() ?? 0) === 0,
  cut({ stream, line }) {
    if (line) line.cut();
    else stream.error(new Error("the reader is cut off"));
  },
};

/** The body of an answer that tells a connection of what comes, until either side ends it. */
export const openEventStream = (
  listener: SocketListener,
  connection: Connection,
  line: Line | undefined,
): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      start: (stream) => listener.opened(connection, EVENT_STREAM, { stream, line }),
      cancel: () => listener.closed(connection),
    },
    { highWaterMark: BUFFER_BYTES, size: (chunk) => chunk?.byteLength ?? 0 },
  );
