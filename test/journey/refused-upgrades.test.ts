import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { type Socket, connect } from "node:net";
import { describe, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { type RunningProcess, startServiceProcess } from "../support/processes.ts";

const HANDSHAKE = [
  "GET /live HTTP/1.1",
  "Host: 127.0.0.1",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "",
  "",
].join("\r\n");

const socketsOf = ({ pid }: RunningProcess): number =>
  readdirSync(`/proc/${pid}/fd`).filter((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`).startsWith("socket:");
    } catch {
      return false;
    }
  }).length;

/** Sends a handshake, and closes nothing: not even when the other side does. */
async function refuse({ url }: RunningProcess): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.write(HANDSHAKE);
  const [data] = (await once(socket, "data")) as [Buffer];
  if (!data.toString().startsWith("HTTP/1.1 403")) throw new Error(data.toString());
  return socket.on("error", () => {}).resume();
}

// Bun keeps them as it keeps other connections, until they were idle too long.
describe("on node, a client that leaves a refused handshake's connection open", () => {
  test("keeps no socket of the service, and no shutdown waits for it", async ({ expect }) => {
    await using service = await startServiceProcess("node", {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:1",
    });
    const before = socketsOf(service);
    const clients = await Promise.all(Array.from({ length: 20 }, () => refuse(service)));
    // Its own connections to the stores may be more by now.
    const isFree = (): boolean => socketsOf(service) < before + clients.length / 2;
    await expect.poll(isFree).toBe(true);
    service.kill("SIGTERM");
    expect(await service.exited).toBe(0);
    for (const client of clients) client.destroy();
  });
});
