import { Agent, type IncomingMessage, request } from "node:http";
import { signText } from "../support/webhooks.ts";
import type { FuzzRequest } from "./requests.ts";

/** What `‹names›` stand for now; an object stands in the place of a whole JSON string. */
export type World = Record<string, string | object>;

export type Answer = {
  status: number;
  headers: IncomingMessage["headers"];
  /** Of a stream, what came first. */
  body: string;
};

const ANSWER_MS = 20_000;
/** How long a stream of events is listened to. */
const STREAM_MS = 50;
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

const NAMES = /‹([a-z.]+)›/g;

const inText = (world: World, text: string, escape: (value: string) => string): string =>
  text.replaceAll(NAMES, (_, name: string) => {
    const value = world[name] ?? `nothing-${name}`;
    return escape(typeof value === "string" ? value : JSON.stringify(value));
  });

function inJson(world: World, text: string): string {
  const whole = text.replaceAll(/"‹([a-z.]+)›"/g, (quoted, name: string) =>
    typeof world[name] === "object" ? JSON.stringify(world[name]) : quoted,
  );
  return inText(world, whole, (value) => JSON.stringify(value).slice(1, -1));
}

/** The request with what its names stand for, as it goes out. */
export function fillIn(given: FuzzRequest, world: World, secret: string): FuzzRequest {
  const isForm = (given.headers["content-type"] ?? "").includes("form-urlencoded");
  const body =
    given.body &&
    (isForm ? inText(world, given.body, encodeURIComponent) : inJson(world, given.body));
  const signed =
    given.isSigned && body !== null && given.path.startsWith("/webhooks/")
      ? signText(secret, body).headers
      : {};
  const headers = Object.entries(given.headers).map(([name, value]) => [
    name,
    inText(world, value, (text) => text),
  ]);
  return {
    ...given,
    path: inText(world, given.path, encodeURIComponent),
    headers: { ...Object.fromEntries(headers), ...signed },
    body,
  };
}

/** Sends a request from a network of its own. Rejects when it is not answered, as by a process that died. */
export function send(url: string, given: FuzzRequest, from: string): Promise<Answer> {
  const { method, path, headers, body } = given;
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const options = {
      hostname,
      port,
      path,
      method,
      agent,
      headers: {
        ...headers,
        "x-forwarded-for": from,
        ...(body === null ? {} : { "content-length": Buffer.byteLength(body) }),
      },
      timeout: ANSWER_MS,
    };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      const end = (): void => {
        const { statusCode: status = 0, headers: fields } = incoming;
        resolve({ status, headers: fields, body: Buffer.concat(chunks).toString() });
      };
      incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
      incoming.on("end", end);
      incoming.on("error", reject);
      if (incoming.headers["content-type"]?.startsWith("text/event-stream") === true)
        setTimeout(() => {
          end();
          outgoing.destroy();
        }, STREAM_MS);
    });
    outgoing.on("upgrade", (incoming, socket) => {
      socket.destroy();
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: "" });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer came in time")));
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // A kept connection that the other side was just closing (https://nodejs.org/api/http.html#requestreusedsocket).
      const isStale = outgoing.reusedSocket && error.code === "ECONNRESET";
      if (isStale) resolve(send(url, given, from));
      else reject(error);
    });
    outgoing.end(body ?? undefined);
  });
}
