import { setTimeout as delay } from "node:timers/promises";
import type {
  Carrier,
  Closing,
  Connection,
  Ending,
  Holder,
  SocketListener,
  Transport,
} from "./connection.ts";
import { type PlaceLimits, createPlaces } from "./places.ts";
import { forEachInSlices } from "./slices.ts";

/** Who is connected: how connections begin, how they are seen to be alive, and how they end. */
export type Roster = Pick<SocketListener, "ponged" | "closed"> & {
  /** Takes a place for a connection that is about to open, or is given back; null when there is none, or it shuts down. */
  admit(holder: Holder): Connection | null;
  /** Gives back a place that no socket came for. */
  giveBack(connection: Connection): void;
  /** Those that are open. Whoever comes while somebody goes through them has his turn, too. */
  open: ReadonlySet<Connection>;
  /** Begins a connection that was admitted. */
  enter(connection: Connection): void;
  /** Says goodbye; whoever does not close within seconds is cut. */
  close(connection: Connection, ending: Ending): void;
  cut(connection: Connection, reason: Closing): void;
  /** Does what has to be done once a second: pings, tokens that ended, connections that do not close. */
  tick(): Promise<void>;
  /** How many are open. */
  counts(): Record<Transport, number>;
  /** Of all that are open, some at a time: requests have their turn while somebody finds out about these. */
  sessionIds(): Iterable<ReadonlySet<string>>;
  endSessions(ids: ReadonlySet<string>): void;
  isStopping(): boolean;
  /** Says goodbye to all, and resolves when they are gone; after some seconds they are cut. */
  stop(): Promise<void>;
};

export type RosterOptions = {
  places: PlaceLimits;
  /** Told of each connection that ended. */
  onClosed(connection: Connection, closing: Closing): void;
  now?(): number;
};

/** So long a connection has to close by itself. */
const CLOSING_MS = 5000;
/** Each connection is pinged once in so many ticks, spread over all of them. */
const PING_TICKS = 30;
/** Each one is another half millisecond of Postgres, and some microseconds here. */
const SESSIONS_AT_ONCE = 500;
/** How often it is looked whether the last one is gone at shutdown. */
const GONE_POLL_MS = 20;

/** Of a place without a socket yet. */
const NO_CARRIER: Carrier = {
  isAnswered: false,
  send() {},
  bufferedBytes: () => 0,
  close() {},
  cut() {},
};

export function createRoster({ places: limits, onClosed, now = Date.now }: RosterOptions): Roster {
  const places = createPlaces(limits);
  const open = new Set<Connection>();
  const closing = new Set<Connection>();
  let admitted = 0;
  let tickNumber = 0;
  let isStopping = false;

  const forget = (connection: Connection, reason: Closing): void => {
    if (!open.delete(connection) && !closing.delete(connection)) return;
    places.giveBack(connection);
    onClosed(connection, reason);
  };

  const cut: Roster["cut"] = (connection, reason) => {
    forget(connection, reason);
    connection.carrier.cut(connection.socket);
  };

  const close: Roster["close"] = (connection, ending) => {
    if (!open.delete(connection)) return;
    closing.add(connection);
    connection.closing = ending;
    connection.cutAtMs = now() + CLOSING_MS;
    try {
      connection.carrier.close(connection.socket, ending);
    } catch {
      cut(connection, ending);
    }
  };

  // Of those that say goodbye and do not go.
  function sweep(): void {
    const nowMs = now();
    for (const connection of closing) {
      const { carrier, socket } = connection;
      if (carrier.isGone?.(socket) === true) forget(connection, connection.closing);
      else if ((connection.cutAtMs ?? 0) <= nowMs) cut(connection, connection.closing);
    }
  }

  function beat(connection: Connection): void {
    const { carrier, socket } = connection;
    if (!carrier.ping) return;
    if (!carrier.isAnswered && carrier.bufferedBytes(socket) === 0) connection.isAlive = true;
    if (!connection.isAlive) return cut(connection, "unresponsive");
    connection.isAlive = false;
    carrier.ping(socket);
  }

  return {
    admit(holder) {
      if (isStopping || !places.take(holder)) return null;
      return {
        ...holder,
        carrier: NO_CARRIER,
        socket: null,
        next: 0,
        aheadUntilMs: 0,
        turn: admitted++ % PING_TICKS,
        isAlive: true,
        closing: "gone",
        cutAtMs: null,
      };
    },
    giveBack: places.giveBack,
    open,
    enter: (connection) => void open.add(connection),
    close,
    cut,
    ponged(connection) {
      connection.isAlive = true;
    },
    closed: (connection) => forget(connection, connection.closing),
    tick() {
      const nowMs = now();
      tickNumber = (tickNumber + 1) % PING_TICKS;
      sweep();
      return forEachInSlices(open, (connection) => {
        if (connection.expiresAtMs !== null && connection.expiresAtMs <= nowMs)
          close(connection, "signed_out");
        else if (connection.turn === tickNumber) beat(connection);
      });
    },
    counts() {
      const counts = { websocket: 0, sse: 0 };
      for (const { transport } of open) counts[transport]++;
      return counts;
    },
    *sessionIds() {
      let ids = new Set<string>();
      for (const { sessionId } of open) {
        ids.add(sessionId);
        if (ids.size < SESSIONS_AT_ONCE) continue;
        yield ids;
        ids = new Set();
      }
      if (ids.size > 0) yield ids;
    },
    endSessions(ids) {
      if (ids.size === 0) return;
      for (const connection of open)
        if (ids.has(connection.sessionId)) close(connection, "signed_out");
    },
    isStopping: () => isStopping,
    async stop() {
      isStopping = true;
      await forEachInSlices(open, (connection) => close(connection, "restarting"));
      for (sweep(); closing.size > 0; sweep()) await delay(GONE_POLL_MS);
    },
  };
}
