import { randomUUID } from "node:crypto";
import { vi } from "vitest";
import type { RunningProcess } from "./processes.ts";
import type { TestService } from "./service.ts";

/** What a process of an instance logged. */
export type LogLine = {
  pid: number;
  msg: string;
  request_id?: string;
  route?: string;
  status?: number;
};

type Requester = Pick<TestService, "request">;

const PATIENCE = { timeout: 30_000, interval: 20 };
/** Of an answer that a killed process never gives. */
const ANSWER_MS = 10_000;

export const logLines = ({ lines }: Pick<RunningProcess, "lines">): LogLine[] =>
  lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as LogLine);

/** The worker processes in the order in which they began to serve, those that ended included; once there are so many. */
export const workerPids = (service: RunningProcess, countMin: number): Promise<number[]> =>
  vi.waitUntil(() => {
    const lines = logLines(service).filter(({ msg }) => msg === "worker serves");
    return lines.length >= countMin && lines.map(({ pid }) => pid);
  }, PATIENCE);

/** A client that makes a connection for each request, so that either worker may get it. */
export const ownConnections = ({ url }: Pick<RunningProcess, "url">): Requester => ({
  request(path, init = {}) {
    const headers = new Headers(init.headers);
    headers.set("connection", "close");
    return fetch(url + path, { ...init, headers, signal: AbortSignal.timeout(ANSWER_MS) });
  },
});

/** Sends one request by a connection of its own. Resolves with the status, and with the process that answered. */
export async function sendAndSee(
  service: RunningProcess,
  send: (client: Requester) => Promise<Response>,
): Promise<{ status: number; pid: number }> {
  const id = randomUUID();
  const { request } = ownConnections(service);
  const { status } = await send({
    request(path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set("x-request-id", id);
      return request(path, { ...init, headers });
    },
  });
  const find = (): LogLine | undefined => logLines(service).find((line) => line.request_id === id);
  const { pid } = await vi.waitUntil(find, PATIENCE);
  return { status, pid };
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
