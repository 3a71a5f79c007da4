import { randomBytes } from "node:crypto";
import type { ReceivedSpan } from "./otlp-decode.ts";

/** A trace that a client began: its W3C traceparent, and the ids in that. */
export type ClientTrace = { traceId: string; spanId: string; traceparent: string };

export function newTrace(flags = "01"): ClientTrace {
  const traceId = randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` };
}

/** The spans of a trace. */
export const spansOf = (spans: ReceivedSpan[], { traceId }: ClientTrace): ReceivedSpan[] =>
  spans.filter((span) => span.traceId === traceId);

/** What makes traces, and sends them soon. */
export const tracingTo = (url: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_BSP_SCHEDULE_DELAY: "20",
});

/** A text in the forms in which it could be hidden: as it is, URL-encoded, in base64 of both alphabets, in hex. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Within a longer text base64 begins at one of three places, and its ends depend on what stands beside.
  const shifted = [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const text = padded.toString("base64").replace(/=+$/, "");
    const inner = text.slice(shift === 0 ? 0 : shift + 1, text.length - 1);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [secret, encodeURIComponent(secret), bytes.toString("hex"), ...shifted];
}
