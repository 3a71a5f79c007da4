import { openEvents, openSocket } from "./live-transport.js";

const ANSWER_MAX_MS = 10_000;
/** A connection that lasted so long was a good one. */
const STEADY_MS = 10_000;
const WAIT_MAX_MS = 30_000;
/** WebSockets that did not open, one after the other, before the other way is taken: something in between takes none. */
const SOCKET_FAILURES_MAX = 2;

/**
 * @typedef {import("./live-transport.js").Hello} Hello
 * @typedef {import("./live-transport.js").Notice} Notice
 * @typedef {"connecting" | "live" | "lost" | "signedOut"} Standing
 * @typedef {object} Reader
 * @property {(standing: Standing, nextTryMs?: number) => void} standing with the time of the next try, by performance.now()
 * @property {(hello: Hello, isFirst: boolean) => void} hello
 * @property {(notice: Notice) => void} notice
 */

/**
 * Follows what the service tells of newcomers: all that is kept, then what comes, and after each interruption what was
 * missed. Comes back by itself, later each time and at no fixed moment (full jitter), until the session is over.
 * @param {string} root
 * @param {Reader} reader
 */
export function followLive(root, reader) {
  let after = "0";
  let [tries, socketFailures, turns] = [0, 0, 0];
  let [isFirst, isWaiting, isEnded, wasAskedAgain] = [true, false, false, false];
  let close = () => {};
  let timer = 0;

  /** What was begun before tells nothing any more. */
  function stop() {
    turns++;
    clearTimeout(timer);
    close();
    close = () => {};
    isWaiting = false;
  }

  async function connect() {
    stop();
    const turn = turns;
    isEnded = false;
    reader.standing("connecting");
    const { ticket, isSignedOut, retryMs } = await askTicket(root);
    if (turn !== turns) return;
    if (isSignedOut) {
      isEnded = true;
      reader.standing("signedOut");
    } else if (ticket === undefined) wait(retryMs);
    else open(turn, ticket);
  }

  function open(turn, ticket) {
    const isSocket = socketFailures < SOCKET_FAILURES_MAX;
    let openedMs = 0;
    const closed = (why) => {
      if (turn !== turns) return;
      if (openedMs === 0) socketFailures = isSocket ? socketFailures + 1 : 0;
      else if (performance.now() - openedMs > STEADY_MS) {
        tries = 0;
        wasAskedAgain = false;
      }
      // A token may merely have run out; whether the session is over says the next ticket.
      if (why === "ended" && !wasAskedAgain) {
        wasAskedAgain = true;
        void connect();
      } else {
        if (why === "slow") tries = Math.max(tries, 3);
        wait();
      }
    };
    // Some proxies take a connection and let nothing through.
    timer = setTimeout(() => closed("lost"), ANSWER_MAX_MS);
    const message = (content) => {
      if (turn !== turns) return;
      if (content.type === "notice") {
        after = content.id;
        reader.notice(content);
      } else if (content.type === "hello") {
        clearTimeout(timer);
        openedMs = performance.now();
        if (isSocket) socketFailures = 0;
        reader.standing("live");
        reader.hello(content, isFirst);
        isFirst = false;
      }
    };
    close = isSocket
      ? openSocket(`${root}live?${new URLSearchParams({ ticket, after })}`, { message, closed })
      : openEvents(`${root}live/events?${new URLSearchParams({ after })}`, { message, closed });
  }

  function wait(atLeastMs = 0) {
    stop();
    isWaiting = true;
    const inMs = Math.max(atLeastMs, Math.random() * Math.min(WAIT_MAX_MS, 1000 * 2 ** tries));
    tries++;
    reader.standing("lost", performance.now() + inMs);
    timer = setTimeout(() => void connect(), inMs);
  }

  return {
    connect,
    stop,
    /** Something got better: what waits tries at once; and what may be dead without knowing it, when isForced. */
    wake({ isForced = false } = {}) {
      if (isWaiting || (isForced && !isEnded)) void connect();
    },
  };
}

/** The next connection's ticket; or that the session is over, or how long to wait at least. @param {string} root */
async function askTicket(root) {
  try {
    const response = await fetch(`${root}live/tickets`, {
      method: "POST",
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    });
    if (response.status === 401) return { isSignedOut: true };
    if (response.ok) return { ticket: (await response.json()).ticket };
    return { retryMs: 1000 * (Number(response.headers.get("retry-after")) || 0) };
  } catch {
    return { retryMs: 0 };
  }
}
