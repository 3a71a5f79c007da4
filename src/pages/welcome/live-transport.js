/**
 * What a connection tells: messages of the server, and once that it is over. "ended": the session is, or its token;
 * "slow": too much waited to be read; "lost": anything else.
 * @typedef {{ type: "hello", latest: string | null, complete: boolean }} Hello
 * @typedef {{ type: "notice", id: string, event: "activated" | "registered", email: string, at: string }} Notice
 * @typedef {{ message(message: Hello | Notice): void, closed(why: "ended" | "slow" | "lost"): void }} Listener
 */

const BY_CODE = { 4401: "ended", 1013: "slow" };
const BY_REASON = { signed_out: "ended", slow: "slow" };

/**
 * By a WebSocket. Returns what closes it; that it then is over, it tells as well.
 * @param {string} address
 * @param {Listener} listener
 */
export function openSocket(address, listener) {
  const url = new URL(address, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  socket.addEventListener("message", ({ data }) => listener.message(JSON.parse(data)));
  socket.addEventListener("close", ({ code }) => listener.closed(BY_CODE[code] ?? "lost"));
  return () => socket.close();
}

/**
 * The same by server-sent events. When to come back is not left to the browser.
 * @param {string} address
 * @param {Listener} listener
 */
export function openEvents(address, listener) {
  const source = new EventSource(address);
  let why = "lost";
  for (const type of ["hello", "notice"])
    source.addEventListener(type, ({ data }) => listener.message(JSON.parse(data)));
  source.addEventListener("bye", ({ data }) => {
    why = BY_REASON[JSON.parse(data).reason] ?? "lost";
  });
  source.addEventListener("error", () => {
    source.close();
    listener.closed(why);
  });
  return () => source.close();
}
