import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { serveTasks } from "./helper-process.ts";

// Spreads connections over instances, each the next one's. It looks at nothing that goes through.
const tasks = {
  /** Returns the port it listens on. */
  async balance(ports: readonly number[]): Promise<number> {
    let next = 0;
    const server = createServer((client) => {
      const instance = connect(ports[next++ % ports.length] ?? 0, "127.0.0.1");
      for (const socket of [client, instance]) {
        socket.setNoDelay(true);
        socket.on("error", () => {
          client.destroy();
          instance.destroy();
        });
      }
      client.pipe(instance).pipe(client);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  },
};
export type BalancerTasks = typeof tasks;

serveTasks(tasks);
