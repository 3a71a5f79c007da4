import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What happens to the bytes between a client and a server. */
export type Fault =
  | { kind: "pass" }
  /** Each piece comes later, in both directions. */
  | { kind: "delay"; ms: number }
  /** Answers trickle. */
  | { kind: "throttle"; bytesPerSecond: number }
  /** Connections are taken, and nothing goes through. */
  | { kind: "blackhole" }
  /** What is asked arrives, and no answer comes back. */
  | { kind: "half-open" }
  /** All connections are cut, and each new one at once. */
  | { kind: "reset" }
  /** Of all answers that have the text in them each n-th is lost with its connection; without a text, of all. */
  | { kind: "drop-reply"; every: number; having?: string }
  /** The n-th answer from now on (1 is the next) is lost with its connection, and none after it. */
  | { kind: "lose-reply"; nth: number }
  /** Where a server says a word, another one of the same length comes. */
  | { kind: "alter"; word: string; other: string };

export type FaultProxy = AsyncDisposable & {
  port: number;
  /** For what is on its way already, too. */
  set(fault: Fault): void;
  /** Sends new connections elsewhere, and cuts those that there are. */
  retarget(port: number): void;
  /** How many connections were asked for so far. */
  connects(): number;
  /** How many answers were lost on purpose so far. */
  dropped(): number;
};

/**
 * A TCP proxy on loopback that does to a service's connection what networks do. It knows nothing of what goes through; whoever
 * listens sees each piece of what is asked, as it comes, also what never arrives.
 */
export async function openFaultProxy(
  targetPort: number,
  listen: (asked: Buffer) => void = () => {},
): Promise<FaultProxy> {
  let target = targetPort;
  let fault: Fault = { kind: "pass" };
  let connects = 0;
  let answers = 0;
  let dropped = 0;
  let changed = Promise.withResolvers<void>();
  const pairs = new Set<{ cut(): void }>();

  const isDropped = (data: Buffer): boolean => {
    if (fault.kind !== "drop-reply" && fault.kind !== "lose-reply") return false;
    if (fault.kind === "drop-reply" && !data.includes(fault.having ?? "")) return false;
    answers++;
    const isMeant =
      fault.kind === "lose-reply" ? answers === fault.nth : answers % fault.every === 0;
    if (isMeant) dropped++;
    return isMeant;
  };

  // What a server says in one go comes in one piece, on loopback and when it is little.
  const altered = (data: Buffer): Buffer =>
    fault.kind === "alter"
      ? Buffer.from(data.toString("latin1").replaceAll(fault.word, fault.other), "latin1")
      : data;

  const isHeld = (isAnswer: boolean): boolean =>
    fault.kind === "blackhole" || (fault.kind === "half-open" && isAnswer);

  async function pump(from: Socket, to: Socket, isAnswer: boolean, cut: () => void): Promise<void> {
    for await (const data of from as AsyncIterable<Buffer>) {
      if (!isAnswer) listen(data);
      // What comes meanwhile waits, as in a network that is cut: it is not lost, as long as the connection is not.
      while (isHeld(isAnswer)) await changed.promise;
      if (fault.kind === "delay") await delay(fault.ms);
      if (fault.kind === "throttle" && isAnswer)
        await delay((data.length / fault.bytesPerSecond) * 1000);
      if (isAnswer && isDropped(data)) return cut();
      if (!to.write(isAnswer ? altered(data) : data)) await once(to, "drain");
    }
    to.end();
  }

  const server = createServer((client) => {
    connects++;
    if (fault.kind === "reset") return void client.resetAndDestroy();
    const upstream = connect(target, "127.0.0.1");
    const pair = {
      cut(): void {
        pairs.delete(pair);
        client.resetAndDestroy();
        upstream.resetAndDestroy();
      },
    };
    pairs.add(pair);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      socket.on("error", () => pair.cut());
      socket.once("close", () => pair.cut());
    }
    for (const [from, to, isAnswer] of [
      [client, upstream, false],
      [upstream, client, true],
    ] as const)
      pump(from, to, isAnswer, pair.cut).catch(() => pair.cut());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const cutAll = (): void => {
    for (const pair of pairs) pair.cut();
  };
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      fault = next;
      answers = 0;
      if (next.kind === "reset") cutAll();
      changed.resolve();
      changed = Promise.withResolvers();
    },
    retarget(port) {
      target = port;
      cutAll();
    },
    connects: () => connects,
    dropped: () => dropped,
    async [Symbol.asyncDispose]() {
      server.close();
      cutAll();
      // Whoever still holds something back would look for another fault for ever.
      fault = { kind: "pass" };
      changed.resolve();
      await once(server, "close");
    },
  };
}

/** The same address, by way of a proxy. */
export function through(url: string, { port }: Pick<FaultProxy, "port">): string {
  const by = new URL(url);
  by.port = String(port);
  return by.href;
}
