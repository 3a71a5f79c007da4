/** One text that goes out to connections: made once, whatever their number. */
export type Message = {
  event: "hello" | "notice";
  /** The id that a connection goes on after; null of a hello. */
  id: string | null;
  text: string;
  bytes: Buffer;
};

/** Why the service ends a connection. */
export type Ending = "signed_out" | "restarting" | "slow";

/** What a WebSocket is closed with (RFC 6455 §7.4; from 4000 on they are ours). */
export const CLOSE_CODES: Record<Ending, number> = {
  signed_out: 4401,
  restarting: 1001,
  slow: 1013,
};
/** What a client may send at once; it is ignored, and more closes its connection (1009). */
export const RECEIVED_BYTES_MAX = 4096;

/** How it ended: so, or for a reason of the other side's. */
export type Closing = Ending | "too_large" | "unresponsive" | "gone";

/** How one kind of connection is written to: one for all of its kind, because ten thousand cost no functions then. */
export type Carrier<Socket = unknown> = {
  /** Whether the other side answers pings; of one that does not, what was written is looked at. */
  isAnswered: boolean;
  send(socket: Socket, message: Message): void;
  /** What was written and has not left yet. */
  bufferedBytes(socket: Socket): number;
  /** Left out where there are none. */
  ping?(socket: Socket): void;
  /** Says goodbye; the other side is to close then. */
  close(socket: Socket, ending: Ending): void;
  /** Of one that nobody tells the end of: whether all is written that was before the goodbye, and the goodbye too. */
  isGone?(socket: Socket): boolean;
  /** Ends it at once. */
  cut(socket: Socket): void;
};

/** The way that a lasting answer takes, below what writes it. */
export type Line = {
  /** What was written and has not left yet, as far as the runtime tells. */
  bufferedBytes(): number;
  cut(): void;
};

export type Transport = "websocket" | "sse";

/** Whose connection it is, and from where on it is told what came. */
export type Holder = {
  transport: Transport;
  accountId: string;
  sessionId: string;
  /** As limits count addresses. */
  network: string;
  /** When the token ends that it was asked for with, in ms since 1970; null of a cookie, which ends with its session. */
  expiresAtMs: number | null;
  /** The id of the last notice that its reader has; null when he wants none of before. */
  after: string | null;
};

/** A place that was taken, and from open() on its socket. */
export type Connection = Holder & {
  carrier: Carrier;
  socket: unknown;
  /** The number of the first notice that was not sent to it. */
  next: number;
  /** Another instance told its reader more than this one knows yet: until then, what he has is not sent again. */
  aheadUntilMs: number;
  /** In which second of each round of pings it has its turn. */
  turn: number;
  isAlive: boolean;
  /** Why it ends, as far as that is known. */
  closing: Closing;
  /** When it is cut, because the other side did not close; null while it is open. */
  cutAtMs: number | null;
};

/** Told by a server of what becomes of the sockets it made; one for all, as carriers are. */
export type SocketListener = {
  opened(connection: Connection, carrier: Carrier, socket: unknown): void;
  ponged(connection: Connection): void;
  closed(connection: Connection): void;
};
