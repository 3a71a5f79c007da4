import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

export type LossyProxy = AsyncDisposable & {
  /** The store's address, by way of the proxy. */
  url: string;
  /** Loses the n-th answer from now on (1 is the next): the store did what it was asked, and the connection is cut. */
  loseAnswer(nth: number): void;
  /** Loses no more; returns whether the answer was lost. */
  stopLosing(): boolean;
};

/** A TCP proxy before a store, which loses an answer when it is told to. What a store says in one go is one answer. */
export async function startLossyProxy(target: string): Promise<LossyProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let answersLeft = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const both = [client, upstream];
    const cut = (): void => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", cut);
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("data", (bytes) => upstream.write(bytes));
    upstream.on("data", (bytes) => {
      if (answersLeft > 0 && --answersLeft === 0) cut();
      else client.write(bytes);
    });
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    loseAnswer: (nth) => {
      answersLeft = nth;
    },
    stopLosing: () => {
      const wasLost = answersLeft === 0;
      answersLeft = 0;
      return wasLost;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
