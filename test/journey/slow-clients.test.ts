import { type Socket, connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import {
  RUNTIMES,
  type RunningProcess,
  clientOf,
  startServiceProcess,
} from "../support/processes.ts";
import { residentBytes } from "../support/resident-bytes.ts";

const EACH = 250;
/** What is promised is 16 s; a crowded machine may be late to look. */
const CLOSED_WITHIN_MS = 25_000;
const BYTE_EVERY_MS = 5000;

const post = (...fields: string[]): string =>
  ["POST /users HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", ...fields].join(
    "\r\n",
  );
/** What each sort begins with, and what it sends every few seconds then; null sends no more. */
const SLOW: Record<string, [start: string, more: string | null]> = {
  "a line of headers that never ends": ["GET /health/live HTTP/1.1\r\nX-", "x"],
  "half a handshake of a WebSocket": [
    "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n",
    null,
  ],
  "half a body": [`${post("Content-Length: 100")}\r\n\r\n{`, null],
  "a body of a byte now and then": [
    `${post("Transfer-Encoding: chunked")}\r\n\r\n1\r\n{\r\n`,
    "1\r\n \r\n",
  ],
};

/** Opens such a connection, and resolves when the other side closes it. */
function dawdle({ url }: RunningProcess, [start, more]: [string, string | null]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname, () => socket.write(start));
  const timer = setInterval(
    () => more !== null && socket.writable && socket.write(more),
    BYTE_EVERY_MS,
  );
  socket.on("error", () => {}).resume();
  socket.once("close", () => {
    clearInterval(timer);
    resolve();
  });
  return promise;
}

describe.each(RUNTIMES)("a thousand clients that send slowly, on %s", (runtime) => {
  test("are closed in time, while others are served as ever and nothing is kept of them", async ({
    expect,
  }) => {
    await using service = await startServiceProcess(runtime, {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:1",
      LIMITS: "off",
    });
    const client = clientOf(service);
    // What the first requests load is no growth.
    for (let i = 0; i < 20; i++) expect((await register(client, newPerson())).status).toBe(202);
    const before = residentBytes(service);

    const dawdlers = Object.values(SLOW).flatMap((sort) =>
      Array.from({ length: EACH }, () => dawdle(service, sort)),
    );
    const closed = new AbortController();
    void Promise.all(dawdlers).then(() => closed.abort());
    // Slow, and in time all the same (control).
    const { hostname, port } = new URL(service.url);
    const late = Promise.withResolvers<string>();
    const body = JSON.stringify(newPerson());
    const patient = connect(Number(port), hostname, () =>
      patient.write(`${post(`Content-Length: ${body.length}`)}\r\n\r\n${body.slice(0, 9)}`),
    );
    patient.once("data", (bytes) => late.resolve(bytes.toString()));
    setTimeout(() => patient.write(body.slice(9)), 4000);

    const statuses: number[] = [];
    const over = AbortSignal.any([closed.signal, AbortSignal.timeout(CLOSED_WITHIN_MS)]);
    while (!over.aborted) {
      statuses.push((await register(client, newPerson())).status);
      await delay(50);
    }
    expect(closed.signal.aborted).toBe(true);
    expect(new Set(statuses)).toEqual(new Set([202]));
    // More than one every second, whatever the machine.
    expect(statuses.length).toBeGreaterThan(20);
    expect(await late.promise).toContain("HTTP/1.1 202");
    patient.destroy();
    expect(residentBytes(service) - before).toBeLessThan(100 * 1_048_576);
    // It is no fault of the service's, which operators would look into.
    expect(service.lines.filter((line) => line.includes("request failed"))).toEqual([]);
  });
});
