import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A loopback port that was free a moment ago; whoever takes it must check that it got it. */
export const findFreePort = (): Promise<number> => tryPort(0);

/** Throws one clear line when a port is taken; the names are the variables that move them. */
export async function refuseBusyPorts(ports: Record<string, string>): Promise<void> {
  for (const [variable, port] of Object.entries(ports)) {
    try {
      await tryPort(Number(port));
    } catch (error) {
      throw new Error(`port ${port} cannot be had: free it, or set ${variable} to another one`, {
        cause: error,
      });
    }
  }
}

async function tryPort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
