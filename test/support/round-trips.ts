import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

export type CountingProxy = AsyncDisposable & {
  url: string;
  /** How often the client spoke after it had an answer: the network's part of the waiting. */
  roundTrips(): number;
  reset(): void;
};

/** A TCP proxy before a server that counts round trips: whatever goes out before the next answer is one. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let trips = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let isAnswered = true;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("data", (bytes) => {
      if (isAnswered) trips++;
      isAnswered = false;
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      isAnswered = true;
      client.write(bytes);
    });
    client.on("end", () => upstream.end());
    upstream.on("end", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    roundTrips: () => trips,
    reset: () => {
      trips = 0;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
