import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { json } from "./answer.ts";
import type { RunningProcess } from "./processes.ts";
import type { TestService } from "./service.ts";
import { type Tokens, bearer, sendAs } from "./session.ts";

type Requester = Pick<TestService, "request">;

type Hello = { type: "hello"; latest: string | null; complete: boolean };
type Told = { type: "notice"; id: string; event: string; email: string; at: string };
export type LiveMessage = Hello | Told;

/** What came over a live connection so far. */
type Feed = {
  messages: LiveMessage[];
  notices(): Told[];
  /** Its first message, awaited. */
  hello(): Promise<Hello>;
  /** All notices, once there are so many, or the one with this id is there. */
  noticed(until: number | string): Promise<Told[]>;
};

export type WebSocketClient = Feed &
  AsyncDisposable & {
    socket: WebSocket;
    /** The code that it was closed with, by whomever. */
    ended: Promise<number>;
  };

export type EventsClient = Feed &
  AsyncDisposable & {
    response: Response;
    /** Everything as it came. */
    text(): string;
    /** The reason of the goodbye; null without one. */
    ended: Promise<string | null>;
  };

/** A ticket for whoever has the tokens. */
export async function askForTicket(
  service: Requester,
  tokens: Pick<Tokens, "access_token">,
): Promise<string> {
  const response = await sendAs(service, tokens, "POST", "/live/tickets");
  if (response.status !== 201) throw new Error(`a ticket was answered with ${response.status}`);
  return (await json(response)).ticket;
}

/** Where a WebSocket of a service is opened. */
export const liveUrl = (
  { url }: Pick<RunningProcess, "url">,
  query: Record<string, string>,
): string => `${url.replace(/^http/, "ws")}/live?${new URLSearchParams(query)}`;

/** A WebSocket that was refused: the answer's status, and what it said. */
export class Refused extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`refused with ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

/** Opens a WebSocket with these fields, as a browser or somebody else does. Rejects with Refused. */
export async function openWebSocket(
  address: string,
  headers: Record<string, string>,
): Promise<WebSocketClient> {
  const socket = new WebSocket(address, { headers });
  const { take, ...feed } = createFeed();
  socket.on("message", (data: Buffer) => take(JSON.parse(data.toString()) as LiveMessage));
  const ended = new Promise<number>((resolve) => {
    socket.once("close", resolve);
  });
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>();
  socket.once("unexpected-response", (_, response: IncomingMessage) => {
    void readText(response).then((body) => {
      reject(new Refused(response.statusCode ?? 0, body));
      socket.terminate();
    });
  });
  socket.on("error", reject);
  socket.once("open", resolve);
  await opened;
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

async function readText(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += part;
  return text;
}

/** Follows server-sent events until they end, or the test does. */
export async function openEvents(
  { request }: Requester,
  headers: Record<string, string>,
  query: Record<string, string> = {},
  from?: string,
): Promise<EventsClient> {
  const path = `/live/events?${new URLSearchParams(query)}`;
  const response = await request(path, { headers, ...(from === undefined ? {} : { from }) });
  if (response.status !== 200 || !response.body)
    throw new Refused(response.status, await response.text());
  const { take, ...feed } = createFeed();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let reason: string | null = null;
  const read = async (): Promise<string | null> => {
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return reason;
      const part = decoder.decode(value, { stream: true });
      text += part;
      const blocks = (rest + part).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        if (block.startsWith("event: bye"))
          reason = (JSON.parse(data) as { reason: string }).reason;
        else take(JSON.parse(data) as LiveMessage);
      }
    }
  };
  const ended = read();
  ended.catch(() => {});
  return {
    ...feed,
    response,
    text: () => text,
    ended,
    async [Symbol.asyncDispose]() {
      await reader.cancel();
    },
  };
}

/** What was told so far has come to this instance: who listens from now on is told of nothing older. */
export async function untilRead(
  service: TestService,
  tokens: Pick<Tokens, "access_token">,
): Promise<void> {
  const { redis, serviceName } = service.resources;
  const [[newest] = []] = await redis.xrevrange(`live:{${serviceName}}`, "+", "-", "COUNT", 1);
  await using page = await openEvents(service, bearer(tokens), { after: "0" });
  await page.noticed(newest ?? 1);
}

function createFeed(): Feed & { take(message: LiveMessage): void } {
  const messages: LiveMessage[] = [];
  const watchers = new Set<() => void>();
  const when = async <T>(find: () => T | undefined): Promise<T> => {
    const { promise, resolve } = Promise.withResolvers<T>();
    const check = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    watchers.add(check);
    check();
    return promise.finally(() => watchers.delete(check));
  };
  const notices = (): Told[] => messages.filter((each) => each.type === "notice");
  return {
    messages,
    notices,
    hello: () => when(() => messages.find((each) => each.type === "hello")),
    noticed: (until) =>
      when(() => {
        const all = notices();
        const isThere =
          typeof until === "number" ? all.length >= until : all.some(({ id }) => id === until);
        return isThere ? all : undefined;
      }),
    take(message) {
      messages.push(message);
      for (const check of watchers) check();
    },
  };
}
