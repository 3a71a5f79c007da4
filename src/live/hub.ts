import { compareStreamIds } from "../domain/stream-id.ts";
import type { Connection, Message, SocketListener } from "./connection.ts";
import { type Notice, type Standing, createMemory } from "./memory.ts";
import { helloMessage } from "./messages.ts";
import { type Roster, type RosterOptions, createRoster } from "./roster.ts";
import { forEachInSlices } from "./slices.ts";

/** All connections of one instance, and what they are told. It knows nothing of HTTP and of Redis. */
export type Hub = SocketListener &
  Omit<Roster, "open" | "enter" | "close" | "cut"> & {
    /** Tells all of what came, each once and in order; with the newest id that was read. */
    add(notices: readonly Notice[], latest: string): void;
    /** Knows what the stream holds now, and forgets what it no longer holds. */
    mirror(standing: Standing): void;
  };

export type HubOptions = RosterOptions & {
  keptMax: number;
  /** Told when all connections got what came up to this id. */
  onSpread(id: string): void;
};

/** More than that waits for nobody who does not read. */
const BUFFERED_BYTES_MAX = 256 * 1024;
/** Instances are never so far apart, unless one of them cannot reach Redis. */
const AHEAD_MS = 2000;

export function createHub(options: HubOptions): Hub {
  const { keptMax, onSpread, now = Date.now } = options;
  const memory = createMemory(keptMax);
  const { open, enter, close, cut, ...roster } = createRoster(options);
  let isSpreading = false;

  function send(connection: Connection, hello?: Message): void {
    const { carrier, socket } = connection;
    const isAhead = connection.aheadUntilMs > now();
    try {
      if (hello) carrier.send(socket, hello);
      for (const { id, message } of memory.from(connection.next)) {
        const isKnown = isAhead && compareStreamIds(id, connection.after ?? "") <= 0;
        if (!isKnown) carrier.send(socket, message);
      }
      connection.next = memory.end();
      if (carrier.bufferedBytes(socket) > BUFFERED_BYTES_MAX) close(connection, "slow");
    } catch {
      cut(connection, "gone");
    }
  }

  // One pass at a time: what comes meanwhile is sent with it, or by the next one.
  async function spread(): Promise<void> {
    if (isSpreading) return;
    isSpreading = true;
    try {
      let sentBelow = -1;
      while (sentBelow < memory.end()) {
        sentBelow = memory.end();
        const latest = memory.latest();
        await forEachInSlices(open, (connection) => send(connection));
        memory.trim(sentBelow);
        if (latest !== null) onSpread(latest);
      }
    } finally {
      isSpreading = false;
    }
  }

  return {
    ...roster,
    opened(connection, carrier, socket) {
      const { next, isComplete, isAhead } = memory.placeAfter(connection.after);
      const aheadUntilMs = isAhead ? now() + AHEAD_MS : 0;
      Object.assign(connection, { carrier, socket, next, aheadUntilMs });
      enter(connection);
      send(connection, helloMessage(memory.latest(), isComplete));
      // It was let in before, and came up afterwards.
      if (roster.isStopping()) close(connection, "restarting");
    },
    add(notices, latest) {
      memory.add(notices, latest);
      if (notices.length > 0) void spread();
    },
    mirror(standing) {
      const before = memory.end();
      memory.mirror(standing);
      if (memory.end() > before) void spread();
    },
  };
}
