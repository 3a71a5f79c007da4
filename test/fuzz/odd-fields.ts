/** A body and its type. */
export type Sent = { body: string | null; type?: string };

/** Bodies and types where none is asked for. */
export const UNASKED: Sent[] = [
  { body: "{}", type: "application/json" },
  { body: "{}" },
  { body: "x", type: "text/plain" },
  { body: null, type: "application/json" },
  { body: null, type: "text/plain" },
  { body: "x".repeat(20_000), type: "application/json" },
];

/** Header fields that change what a request is, or nothing. */
export const ODD_FIELDS: Record<string, string>[] = [
  { "content-encoding": "gzip" },
  { "content-encoding": "identity" },
  { "x-request-id": "mine-1" },
  { "x-request-id": "é ÿ" },
  { accept: "text/html" },
  { accept: "" },
  { "accept-language": "ar, xx;q=9, *" },
  { "accept-language": "-".repeat(500) },
  { cookie: "a=b; latchkey=x; __Host-latchkey=%ff" },
  { origin: "https://evil.test", "sec-fetch-site": "cross-site" },
  { origin: "null" },
  { expect: "100-continue" },
  { "x-padding": "x".repeat(8200) },
  { connection: "Upgrade", upgrade: "websocket" },
];

/** Of pages that may listen. */
export const LISTENING_ORIGIN = "https://shop.test";

/** A handshake (RFC 6455 §4.1). */
export const HANDSHAKE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  origin: LISTENING_ORIGIN,
};
