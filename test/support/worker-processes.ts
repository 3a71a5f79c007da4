import { vi } from "vitest";
import type { RunningProcess } from "./processes.ts";

/** What a process of an instance logged. */
export type LogLine = {
  pid: number;
  msg: string;
  request_id?: string;
  method?: string;
  route?: string;
  status?: number;
};

export const logLines = ({ lines }: Pick<RunningProcess, "lines">): LogLine[] =>
  lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as LogLine);

/** The worker processes in the order in which they began to serve, those that ended included; once there are so many. */
export const workerPids = (service: RunningProcess, countMin: number): Promise<number[]> =>
  vi.waitUntil(
    () => {
      const pids = logLines(service).flatMap(({ msg, pid }) =>
        msg === "worker serves" ? [pid] : [],
      );
      return pids.length >= countMin && pids;
    },
    { timeout: 30_000, interval: 20 },
  );

/** Which process answered a request. */
export const answererOf = (service: RunningProcess, requestId: string): Promise<number> =>
  vi.waitUntil(
    () => logLines(service).find(({ request_id: id }) => id === requestId)?.pid ?? false,
    {
      timeout: 15_000,
      interval: 20,
    },
  );

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
