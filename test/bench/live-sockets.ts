import { setTimeout as delay } from "node:timers/promises";
import { openBareWebSocket } from "./bare-web-socket.ts";
import { serveTasks, sharedNowMs } from "./helper-process.ts";
import { connectTo, writeRequest } from "./http-load.ts";

/** One notice, as all sockets together got it; times are those of the shared clock. */
export type Spread = { reached: number; twice: number; firstMs: number; lastMs: number };

/** How the sockets are. */
export type Standing = {
  open: number;
  /** At least once, and it was answered. */
  pinged: number;
  /** How often one was told to come back later before it opened. */
  refused: number;
  /** By the server, by its code. */
  ended: Record<string, number>;
};

const AT_ONCE = 32;
/** From then on nobody is waited for any more. */
const SPREAD_MAX_MS = 15_000;
const POLL_MS = 5;
/** A service that is too busy says so, and pages come back. */
const BUSY = /\b503\b/;
const RETRY_MS = 500;
const ATTEMPTS = 20;

type Held = { cut(): void; pings: number; isOpen: boolean };

// A process that holds many live connections, as pages of as many people would.
let sockets: Held[] = [];
let refused = 0;
const ended: Record<string, number> = {};
const spreads = new Map<string, Spread & { got: Set<Held> }>();

function take(text: string, socket: Held): void {
  let spread = spreads.get(text);
  if (!spread) {
    const isNotice = (JSON.parse(text) as { type: string }).type === "notice";
    if (!isNotice) return;
    const firstMs = sharedNowMs();
    spread = { reached: 0, twice: 0, firstMs, lastMs: firstMs, got: new Set() };
    spreads.set(text, spread);
  }
  if (spread.got.has(socket)) spread.twice++;
  else spread.reached++;
  spread.got.add(socket);
  spread.lastMs = sharedNowMs();
}

async function hold(port: number, origin: string, ticket: string): Promise<void> {
  const socket: Held = { cut() {}, pings: 0, isOpen: true };
  socket.cut = await openBareWebSocket(
    { port, origin, path: `/live?ticket=${ticket}` },
    {
      onText: (text) => take(text, socket),
      onPing: () => socket.pings++,
      onEnd(code) {
        if (!socket.isOpen) return;
        socket.isOpen = false;
        ended[String(code)] = (ended[String(code)] ?? 0) + 1;
      },
    },
  );
  sockets.push(socket);
}

const tasks = {
  /** Opens a WebSocket for each token, by a ticket of its own. */
  async open(port: number, origin: string, tokens: readonly string[]): Promise<void> {
    const waiting = tokens.values();
    const open = async (): Promise<void> => {
      const { ask, close } = await connectTo(port);
      const openOne = async (token: string): Promise<void> => {
        const fields = [`Authorization: Bearer ${token}`];
        const { status, body } = await ask(writeRequest("POST", "/live/tickets", { fields }));
        if (status !== 201) throw new Error(`a ticket was answered with ${status}`);
        await hold(port, origin, (JSON.parse(body) as { ticket: string }).ticket);
      };
      for (const token of waiting)
        for (let attempt = 1; ; attempt++)
          try {
            await openOne(token);
            break;
          } catch (error) {
            if (attempt === ATTEMPTS || !BUSY.test(String(error))) throw error;
            refused++;
            await delay(RETRY_MS);
          }
      close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, open));
  },
  /** Waits until the notice of this number reached all that are open, or will reach nobody more. */
  async spreadOf(number: number): Promise<Spread> {
    const untilMs = sharedNowMs() + SPREAD_MAX_MS;
    const spread = (): (Spread & { got: Set<Held> }) | undefined => [...spreads.values()][number];
    while ((spread()?.reached ?? -1) < standing().open && sharedNowMs() < untilMs)
      await delay(POLL_MS);
    const { got: _, ...told } = spread() ?? {
      got: null,
      reached: 0,
      twice: 0,
      firstMs: 0,
      lastMs: 0,
    };
    return told;
  },
  standing: (): Standing => standing(),
  /** What came again of notices that all had. */
  twice: (): number => [...spreads.values()].reduce((sum, { twice }) => sum + twice, 0),
  cutAll(): void {
    for (const socket of sockets) {
      socket.isOpen = false;
      socket.cut();
    }
    sockets = [];
  },
};

function standing(): Standing {
  const open = sockets.filter(({ isOpen }) => isOpen);
  const pinged = open.filter(({ pings }) => pings > 0).length;
  return { open: open.length, pinged, refused, ended };
}

export type SocketTasks = typeof tasks;
serveTasks(tasks);
