import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { Transform, pipeline } from "node:stream";

/** A TCP proxy that says another word in the place of one that a server says. Both are of the same length. */
export async function startAlteringProxy(
  targetPort: number,
  { word, other }: { word: string; other: string },
): Promise<AsyncDisposable & { port: number }> {
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    const altered = new Transform({
      // What a server says in one go comes in one piece, on loopback and when it is little.
      transform(bytes: Buffer, _, done) {
        done(null, Buffer.from(bytes.toString("latin1").replaceAll(word, other), "latin1"));
      },
    });
    // Whoever goes first takes the other along.
    pipeline(client, upstream, () => client.destroy());
    pipeline(upstream, altered, client, () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    // Connections end with those who hold them.
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
