import { EventEmitter, once } from "node:events";
import { type IncomingHttpHeaders, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type ReceivedSpan, decodeJson, decodeProtobuf } from "./otlp-decode.ts";

const WAIT_MAX_MS = 25_000;

/** A collector: takes spans by OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/), in JSON or in protobuf. */
export type OtlpReceiver = {
  url: string;
  spans: ReceivedSpan[];
  /** Every request, as it came. */
  calls: { path: string; headers: IncomingHttpHeaders; body: Buffer }[];
  /** Resolves with the first span that matches, come already or to come. */
  span(matches: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  /** Resolves when so much matches. */
  until(isEnough: () => boolean): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Opens a collector that answers with a status, or takes connections and never answers. */
export async function openOtlpReceiver(answer: number | "never" = 200): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const calls: OtlpReceiver["calls"] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { headers, url: path = "" } = request;
      const isJson = headers["content-type"] === "application/json";
      calls.push({ path, headers, body });
      spans.push(...(isJson ? decodeJson(body.toString()) : decodeProtobuf(body)));
      if (answer !== "never")
        response
          .writeHead(answer, { "content-type": headers["content-type"] })
          .end(isJson ? "{}" : "");
      arrivals.emit("call");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const until = async (isEnough: () => boolean): Promise<void> => {
    const signal = AbortSignal.timeout(WAIT_MAX_MS);
    while (!isEnough())
      await once(arrivals, "call", { signal }).catch(() => {
        throw new Error(`not what was waited for: ${spans.map(({ name }) => name).join(", ")}`);
      });
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    calls,
    until,
    async span(matches) {
      await until(() => spans.some(matches));
      return spans.find(matches) as ReceivedSpan;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
