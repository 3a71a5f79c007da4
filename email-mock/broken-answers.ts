import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "hono";

/** On Node the raw request comes along; its socket can be cut. */
export type Environment = { Bindings: { incoming?: IncomingMessage } };

/** Cuts the connection. */
export function dropReply(c: Context<Environment>): Response {
  const socket = c.env.incoming?.socket;
  socket?.destroy();
  if (socket) return c.body(null, 503);
  // Where there is no socket, the nearest thing: an answer that breaks off.
  return new Response(new ReadableStream({ start: (body) => body.error(new Error("dropped")) }));
}

/** Never answers; resolves when the client has left, with what nobody reads. */
export async function hang(c: Context<Environment>): Promise<Response> {
  const { signal } = c.req.raw;
  if (!signal.aborted) await once(signal, "abort");
  return c.body(null, 503);
}

/** Sends the headers and half of the body; the rest after `ms`, or never. */
export function stallBody(c: Context<Environment>, body: unknown, ms?: number): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const half = Math.ceil(bytes.length / 2);
  const stream = new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes.slice(0, half));
      if (ms === undefined) return;
      await delay(ms);
      controller.enqueue(bytes.slice(half));
      controller.close();
    },
  });
  return c.body(stream, 202, { "Content-Type": "application/json" });
}
