import { once } from "node:events";
import { WebSocket } from "ws";
import { json } from "./answer.ts";
import type { RunningProcess } from "./processes.ts";
import type { TestService } from "./service.ts";
import { type Tokens, sendAs } from "./session.ts";

type Requester = Pick<TestService, "request">;

export type Hello = { type: "hello"; latest: string | null; complete: boolean };
export type Told = { type: "notice"; id: string; event: string; email: string; at: string };
export type LiveMessage = Hello | Told;

/** One live connection, and what came over it so far. */
export type LiveClient = AsyncDisposable & {
  messages: LiveMessage[];
  notices(): Told[];
  /** Resolves when so many notices came in all. */
  noticed(count: number): Promise<Told[]>;
  /** What it was closed with, by whomever; for SSE the reason of its goodbye. */
  ended: Promise<number | string>;
};

export type WebSocketClient = LiveClient & { socket: WebSocket };

/** A ticket for whoever has the tokens. */
export async function askForTicket(
  service: Requester,
  tokens: Pick<Tokens, "access_token">,
): Promise<string> {
  const response = await sendAs(service, tokens, "POST", "/live/tickets");
  if (response.status !== 201) throw new Error(`a ticket was answered with ${response.status}`);
  return ((await json(response)) as { ticket: string }).ticket;
}

/** Where a WebSocket of a service is opened. */
export const liveUrl = (
  { url }: Pick<RunningProcess, "url">,
  query: Record<string, string>,
): string => `${url.replace(/^http/, "ws")}/live?${new URLSearchParams(query)}`;

/** Opens a WebSocket as a page of the origin does. Rejects with the answer's status when it is refused. */
export async function openWebSocket(
  address: string,
  { origin, headers = {} }: { origin?: string; headers?: Record<string, string> } = {},
): Promise<WebSocketClient> {
  const socket = new WebSocket(address, { headers, ...(origin === undefined ? {} : { origin }) });
  const feed = createFeed();
  socket.on("message", (data: Buffer) => feed.take(JSON.parse(data.toString()) as LiveMessage));
  const ended = once(socket, "close").then(([code]) => code as number);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("unexpected-response", (_, response) => {
    reject(new Refused(response.statusCode ?? 0));
    socket.terminate();
  });
  socket.once("error", reject);
  socket.once("open", resolve);
  await promise;
  socket.on("error", () => {});
  return {
    ...feed,
    socket,
    ended,
    async [Symbol.asyncDispose]() {
      socket.terminate();
      await ended;
    },
  };
}

/** A WebSocket that was refused, and the answer's status. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

function createFeed(): Pick<LiveClient, "messages" | "notices" | "noticed"> & {
  take(message: LiveMessage): void;
} {
  const messages: LiveMessage[] = [];
  const watchers = new Set<() => void>();
  const notices = (): Told[] => messages.filter((each) => each.type === "notice");
  return {
    messages,
    notices,
    take(message) {
      messages.push(message);
      for (const check of watchers) check();
    },
    noticed(count) {
      const { promise, resolve } = Promise.withResolvers<Told[]>();
      const check = (): void => {
        if (notices().length >= count) resolve(notices());
      };
      watchers.add(check);
      check();
      return promise.finally(() => watchers.delete(check));
    },
  };
}
