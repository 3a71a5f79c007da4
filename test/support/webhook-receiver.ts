import { EventEmitter, once } from "node:events";
import { type IncomingHttpHeaders, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One POST to it. */
export type Call = { headers: IncomingHttpHeaders; body: string; atMs: number };

export type Receiver = {
  url: string;
  /** Every call that came, in order. */
  calls: Call[];
  /** The n-th call (1 is the first), awaited. */
  nth(count: number): Promise<Call>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A status, or an answer that is no whole one. */
export type ReceiverAnswer = number | ((response: ServerResponse) => void);

/** A webhook endpoint. It answers these in turn, and then the last one always. */
export async function openReceiver(...answers: ReceiverAnswer[]): Promise<Receiver> {
  const calls: Call[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      calls.push({ headers: request.headers, body, atMs: performance.now() });
      const answer = answers[calls.length - 1] ?? answers.at(-1) ?? 204;
      if (typeof answer === "number") response.writeHead(answer).end();
      else answer(response);
      arrivals.emit("call");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/email/http`,
    calls,
    async nth(count) {
      while (calls.length < count)
        await once(arrivals, "call", { signal: AbortSignal.timeout(25_000) });
      return calls[count - 1] as Call;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
