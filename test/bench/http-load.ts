import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { randomAddress } from "../support/random-address.ts";

export type HttpAnswer = { status: number; body: string };
export type Load = {
  perSecond: number;
  /** In the order they were answered. */
  latenciesMs: number[];
  answers: HttpAnswer[];
};

/** The bytes of a request with a JSON body, from a client address of its own behind one proxy. */
export function writePost(path: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  const lines = [
    `POST ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Forwarded-For: ${randomAddress()}`,
  ];
  return Buffer.from([...lines, "", text].join("\r\n"));
}

/**
 * Sends requests over so many kept connections, each the next one once it has its answer. It knows no more of HTTP than
 * it needs, so that it is not what is measured. Throws when a connection ends, or an answer has no Content-Length.
 */
export async function sendAll(
  port: number,
  requests: readonly Buffer[],
  concurrency: number,
): Promise<Load> {
  const sockets = await Promise.all(Array.from({ length: concurrency }, () => open(port)));
  const latenciesMs: number[] = [];
  const answers: HttpAnswer[] = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    sockets.map((socket) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let pending = "";
      let sentAt = 0;
      const send = (): void => {
        const request = requests[next++];
        if (!request) return resolve();
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on("data", (text: string) => {
        pending += text;
        const answer = readAnswer(pending);
        if (!answer) return;
        latenciesMs.push(performance.now() - sentAt);
        answers.push(answer);
        pending = "";
        send();
      });
      socket.once("close", () => reject(new Error("the server closed a connection")));
      send();
      return promise;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.destroy();
  return { perSecond: requests.length / seconds, latenciesMs, answers };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
  await once(socket, "connect");
  return socket;
}

function readAnswer(text: string): HttpAnswer | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text}`);
  const body = text.slice(headEnd + 4);
  return body.length < Number(length) ? null : { status: Number(text.slice(9, 12)), body };
}
