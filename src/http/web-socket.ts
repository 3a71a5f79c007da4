import type { Context } from "./environment.ts";

const KEY = /^[A-Za-z\d+/]{22}==$/;

/** Whether a request asks for a WebSocket as RFC 6455 §4.2.1 wants it. */
export function isHandshake(c: Context): boolean {
  const { req } = c;
  return (
    req.method === "GET" &&
    req.header("upgrade")?.toLowerCase() === "websocket" &&
    req.header("sec-websocket-version") === "13" &&
    KEY.test(req.header("sec-websocket-key") ?? "")
  );
}

/** What is asked for instead (RFC 9110 §15.5.22, RFC 6455 §4.4). */
export const UPGRADE_FIELDS = { Upgrade: "websocket", "Sec-WebSocket-Version": "13" };
