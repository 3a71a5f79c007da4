import { once } from "node:events";
import { connect } from "node:net";
import { randomAddress } from "../support/random-address.ts";

export type HttpAnswer = { status: number; body: string };
export type Load = {
  perSecond: number;
  /** In the order they were answered. */
  latenciesMs: number[];
  answers: HttpAnswer[];
};

/** The bytes of a request, from a client address of its own behind one proxy. */
export function writeRequest(
  method: string,
  path: string,
  { fields = [], body = "" }: { fields?: string[]; body?: string } = {},
): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    `X-Forwarded-For: ${randomAddress()}`,
    ...fields,
    ...(body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return Buffer.from([...lines, "", body].join("\r\n"));
}

/** The same with a JSON body. */
export const writePost = (path: string, body: unknown): Buffer =>
  writeRequest("POST", path, {
    fields: ["Content-Type: application/json"],
    body: JSON.stringify(body),
  });

/** A kept connection, for one request at a time. */
export type Connection = { ask(request: Buffer): Promise<HttpAnswer>; close(): void };

/**
 * Connects. It knows no more of HTTP than it needs, so that it is not what is measured: a request is rejected when the
 * connection ends, or its answer has no Content-Length.
 */
export async function connectTo(port: number): Promise<Connection> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
  let asked = Promise.withResolvers<HttpAnswer>();
  let pending = "";
  socket.on("data", (text: string) => {
    pending += text;
    try {
      const answer = readAnswer(pending);
      if (!answer) return;
      pending = "";
      asked.resolve(answer);
    } catch (error) {
      asked.reject(error);
    }
  });
  socket.once("close", () => asked.reject(new Error("the server closed a connection")));
  // Nobody may be asking when it ends.
  asked.promise.catch(() => {});
  await once(socket, "connect");
  return {
    ask(request) {
      if (socket.destroyed) throw new Error("the server closed a connection");
      asked = Promise.withResolvers();
      socket.write(request);
      return asked.promise;
    },
    close: () => void socket.destroy(),
  };
}

/** Sends requests over so many kept connections, each the next one once it has its answer. Rejects as a connection does. */
export async function sendAll(
  port: number,
  requests: readonly Buffer[],
  concurrency: number,
): Promise<Load> {
  const connections = await Promise.all(Array.from({ length: concurrency }, () => connectTo(port)));
  const latenciesMs: number[] = [];
  const answers: HttpAnswer[] = [];
  const waiting = requests.values();
  const startedAt = performance.now();
  await Promise.all(
    connections.map(async ({ ask }) => {
      for (const request of waiting) {
        const sentAt = performance.now();
        answers.push(await ask(request));
        latenciesMs.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return { perSecond: requests.length / seconds, latenciesMs, answers };
}

function readAnswer(text: string): HttpAnswer | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text}`);
  const body = text.slice(headEnd + 4);
  return body.length < Number(length) ? null : { status: Number(text.slice(9, 12)), body };
}
