import { once } from "node:events";
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { randomUUID } from "node:crypto";
import { inject, vi } from "vitest";
import { guard } from "../../src/dev/guard.ts";
import type { TestService } from "./service.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_TIMEOUT_MS = 50_000;

// On a crowded machine a process alone takes ten seconds to begin, and each test here has some. Benches are no tests.
if (process.env["VITEST"] === "true") vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

/** For tests that wait for a job whose worker died: it comes back after its deadline and 12 seconds. */
export const LOST_JOB_TIMEOUT = { timeout: 90_000 };

export type Runtime = "node" | "bun";
export const RUNTIMES: Runtime[] = ["node", "bun"];

/** A real process of ours, and what it printed so far. */
export type RunningProcess = {
  url: string;
  pid: number;
  lines: string[];
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  /** Resolves with the first line that matches, printed already or to come. */
  line(pattern: RegExp): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Environment = Record<string, string | undefined>;

function launch(runtime: Runtime, args: string[], environment: Environment): RunningProcess {
  const child: ChildProcess = spawn(`${ROOT}node_modules/.bin/${runtime}`, args, {
    cwd: ROOT,
    detached: true,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pid = child.pid ?? 0;
  const release = guard({ pid, signal: "SIGKILL" });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  for (const input of [child.stdout, child.stderr])
    if (input)
      createInterface({ input }).on("line", (text) => {
        lines.push(text);
        for (const check of watchers) check();
      });
  let isOver = false;
  const exited = once(child, "close").then(([code, signal]) => {
    isOver = true;
    release();
    for (const check of watchers) check();
    return (code ?? signal) as number | NodeJS.Signals;
  });
  const line = (pattern: RegExp): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const check = (): void => {
      const found = lines.find((text) => pattern.test(text));
      if (found !== undefined) resolve(found);
      else if (isOver) reject(new Error(`it ended: ${lines.join("\n")}`));
    };
    const timer = setTimeout(
      () => reject(new Error(`no line ${pattern} in: ${lines.slice(-20).join("\n")}`)),
      READY_TIMEOUT_MS,
    );
    watchers.add(check);
    check();
    return promise.finally(() => {
      watchers.delete(check);
      clearTimeout(timer);
    });
  };
  return {
    url: "",
    pid,
    lines,
    kill: (signal) => void child.kill(signal),
    exited,
    line,
    async [Symbol.asyncDispose]() {
      child.kill("SIGCONT");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Runs the service's entry file without waiting for anything; for starts that are meant to fail. */
export const launchService = (
  runtime: Runtime,
  environment: Environment,
  ...args: string[]
): RunningProcess => launch(runtime, ["src/main.ts", ...args], environment);

/** Starts the service so that it is killed at a point of its work: see failpoint.ts. */
export const startFailingService = (
  runtime: Runtime,
  failpoint: string,
  environment: Environment,
): Promise<RunningProcess> =>
  startServiceProcess(runtime, { ...environment, FAILPOINT: failpoint }, [
    runtime === "bun" ? "--preload" : "--import",
    "./test/support/failpoint.ts",
  ]);

/** Starts the service on a free port and waits until it listens. */
export async function startServiceProcess(
  runtime: Runtime,
  environment: Environment,
  runtimeOptions: string[] = [],
): Promise<RunningProcess> {
  const service = launch(runtime, [...runtimeOptions, "src/main.ts"], {
    NODE_ENV: "test",
    PORT: "0",
    // Outside of tests there is nothing to inject.
    REDIS_URL: environment["REDIS_URL"] ?? inject("redisUrl"),
    SECRET_KEY: randomUUID() + randomUUID(),
    HASH_MEMORY_KIB: "64",
    HASH_PASSES: "1",
    SHUTDOWN_DRAIN_MS: "100",
    // The port comes from the log: a test may ask for more of it, not for less.
    LOG_LEVEL: "info",
    ...environment,
  });
  const listening = await service.line(/"msg":"listening"/).catch(async (error: unknown) => {
    await service[Symbol.asyncDispose]();
    throw error;
  });
  const { port } = JSON.parse(listening) as { port: number };
  return { ...service, url: `http://127.0.0.1:${port}` };
}

export type MailMock = RunningProcess & {
  /** The newest mail to an address, awaited. */
  mailTo(address: string): Promise<{ id: string; text: string }>;
  inbox(): Promise<{ id: string; to: string; text: string }[]>;
  setFaults(faults: Record<string, unknown> | null): Promise<void>;
  /** Resolves when the mock has received that many messages. */
  received(count: number): Promise<void>;
};

const INBOX_WAIT_SECONDS = 30;

export async function startMailMock(
  runtime: Runtime = "node",
  environment: Environment = {},
): Promise<MailMock> {
  const mock = launch(runtime, ["email-mock/main.ts"], { PORT: "0", ...environment });
  const url = /http:\S+/.exec(await mock.line(/listening on/))?.[0] ?? "";
  const getJson = async <T>(path: string): Promise<T> => (await fetch(url + path)).json() as T;
  return {
    ...mock,
    url,
    async mailTo(address) {
      const query = `to=${encodeURIComponent(address)}&wait=${INBOX_WAIT_SECONDS}`;
      const [mail] = await getJson<{ id: string; text: string }[]>(`/inbox?${query}`);
      if (!mail) throw new Error(`no mail to ${address} came`);
      return mail;
    },
    inbox: () => getJson("/inbox"),
    async setFaults(faults) {
      const init = faults
        ? {
            method: "PUT",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(faults),
          }
        : { method: "DELETE" };
      const response = await fetch(`${url}/faults`, init);
      if (!response.ok) throw new Error(await response.text());
    },
    async received(count) {
      while ((await getJson<{ received: number }>("/stats")).received < count)
        await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

/** A client of a running service, in the form the in-process helpers take. */
export const clientOf = ({ url }: Pick<RunningProcess, "url">): Pick<TestService, "request"> => ({
  request: (path, init) => fetch(url + path, init),
});
