import { setImmediate as nextTurn } from "node:timers/promises";
import type { Carrier, Connection, Ending, Holder } from "../../src/live/connection.ts";
import { type Hub, type HubOptions, createHub } from "../../src/live/hub.ts";
import type { Notice } from "../../src/live/memory.ts";
import { noticeMessage } from "../../src/live/messages.ts";

/** Notices with these ids. */
export const noticesOf = (...ids: string[]): Notice[] =>
  ids.map((id) => ({
    id,
    message: noticeMessage(id, { event: "activated", email: "a***@e***.com", at: "now" }),
  }));

/** What a connection was sent and how it stands, without a network. */
export type FakeSocket = {
  sent: string[];
  /** The ids of the notices among it. */
  ids(): string[];
  bufferedBytes: number;
  pings: number;
  ending: Ending | null;
  isCut: boolean;
  /** Does so much work at each send, in ms. */
  costMs: number;
  isBroken: boolean;
};

export const openFakeSocket = (): FakeSocket => {
  const sent: string[] = [];
  return {
    sent,
    ids: () =>
      sent.flatMap((text) => {
        const message = JSON.parse(text) as { type: string; id: string };
        return message.type === "notice" ? [message.id] : [];
      }),
    bufferedBytes: 0,
    pings: 0,
    ending: null,
    isCut: false,
    costMs: 0,
    isBroken: false,
  };
};

export const FAKE_CARRIER: Carrier<FakeSocket> = {
  isAnswered: true,
  send(socket, { text }) {
    if (socket.isBroken) throw new Error("it is gone");
    const endsAt = performance.now() + socket.costMs;
    while (performance.now() < endsAt);
    socket.sent.push(text);
  },
  bufferedBytes: ({ bufferedBytes }) => bufferedBytes,
  ping: (socket) => void socket.pings++,
  close: (socket, ending) => void (socket.ending = ending),
  cut: (socket) => void (socket.isCut = true),
};

/** A hub, with what it told of. */
export function openHub(options: Partial<HubOptions> = {}): {
  hub: Hub;
  closed: string[];
  spread: string[];
  /** Resolves when all connections got what came up to this id. */
  spreadTo(id: string): Promise<void>;
} {
  const closed: string[] = [];
  const spread: string[] = [];
  const hub = createHub({
    keptMax: 100,
    places: { inAll: 100_000, perAccount: 100_000, perNetwork: 100_000 },
    onClosed: (_, reason) => closed.push(reason),
    onSpread: (id) => spread.push(id),
    ...options,
  });
  return {
    hub,
    closed,
    spread,
    async spreadTo(id) {
      while (spread.at(-1) !== id) await nextTurn();
    },
  };
}

const NOBODY: Holder = {
  transport: "websocket",
  accountId: "account",
  sessionId: "session",
  network: "network",
  expiresAtMs: null,
  after: null,
};

/** Opens a connection of a hub; throws when it has no place. */
export function connect(
  hub: Hub,
  holder: Partial<Holder> = {},
  socket = openFakeSocket(),
  carrier = FAKE_CARRIER,
): { socket: FakeSocket; connection: Connection } {
  const connection = hub.admit({ ...NOBODY, ...holder });
  if (!connection) throw new Error("there is no place");
  hub.opened(connection, carrier, socket);
  return { socket, connection };
}
