import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { printBanner } from "./banner.ts";
import { takeLock } from "./dev-lock.ts";
import { findFreePort, refuseBusyPorts } from "./free-port.ts";
import { waitUntilOk, waitUntilReady } from "./health.ts";
import { type Environment, startNode } from "./node-process.ts";
import { type Run, startMailMock, startStores } from "./parts.ts";
import { findLaunchers, isRunning } from "./process-table.ts";
import { reloadOnChange } from "./reload.ts";
import type { ServerProcess } from "./server-process.ts";

// `just dev`: the service and all it needs on one machine, with reload on change. Nothing of it outlives this process.
const MAIL_KEY = "email-mock-key";
// Base64, as the signatures want it; the configuration of production knows it as an example.
const WEBHOOK_SECRET = "whsec_exampleSecretOfEmailMockForDevelopmentOnly00";
const OPS_PASSWORD = "development-only-ops";
const LAUNCHER_CHECK_MS = 500;

const {
  PORT = "8080",
  EMAIL_MOCK_PORT = "8025",
  HOST = "127.0.0.1",
  DATA_DIR = ".data",
  START_MAX_MS = "60000",
} = process.env;

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
followLaunchers();

try {
  await run();
} catch (error) {
  // What was given up because of the signal has not failed.
  if (!stopping.signal.aborted) {
    process.exitCode = 1;
    console.error(`just dev: ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exit();

async function run(): Promise<void> {
  const dataDir = resolve(DATA_DIR);
  // Others may pass, as the user that Postgres runs as must, but not look around.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  // First, because what a killed run left behind may hold the ports.
  const lock = await takeLock(dataDir);
  const { signal } = stopping;
  const started: Run["started"] = [];
  try {
    await startAll({ lock, dataDir, signal, started });
    await aborted(signal);
  } finally {
    for (const part of started.toReversed()) await part.stop();
    lock.release();
  }
}

async function startAll(parts: Run): Promise<void> {
  const { signal, started } = parts;
  const embedsMock = process.env["EMAIL_API_URL"] === undefined;
  const port = await givenOrFree(PORT);
  const mockPort = await givenOrFree(EMAIL_MOCK_PORT);
  await refuseBusyPorts({ PORT: port, ...(embedsMock ? { EMAIL_MOCK_PORT: mockPort } : {}) });
  const environment = {
    NODE_ENV: "development",
    HOST,
    SHUTDOWN_DRAIN_MS: "0",
    LIMITS: "shadow",
    PROOF_AUDIENCES: "*",
    COOKIES: "plain",
    LIVE_EMAIL: "full",
    PAGE_ORIGINS: `http://localhost:${port}`,
    EMAIL_API_URL: `http://${reachable(HOST)}:${mockPort}`,
    EMAIL_API_KEY: MAIL_KEY,
    EMAIL_API_WEBHOOK_SECRET: WEBHOOK_SECRET,
    OPS_USER: "ops",
    OPS_PASSWORD,
    ...process.env,
    PORT: port,
    ...(await startStores(parts, process.env)),
  };
  const url = `http://${reachable(HOST)}:${port}`;
  if (embedsMock) await startMailMock(parts, { ...environment, PORT: mockPort }, url);
  const service = await startService(parts, environment, url);
  started.push(service);
  await Promise.race([
    waitUntilReady(url, { timeoutMs: Number(START_MAX_MS), signal }),
    service.exited.then(() => Promise.reject(new Error("the service ended"))),
  ]);
  const restart = (): Promise<ServerProcess> => startService(parts, environment, url);
  started.push(reloadOnChange(["src", "sql"], service, restart));
  printBanner({
    url,
    inboxUrl: environment.EMAIL_API_URL,
    databaseUrl: process.env["DATABASE_URL"] === undefined ? environment.DATABASE_URL : null,
    limits: environment.LIMITS,
    operator: `${environment.OPS_USER}:${environment.OPS_PASSWORD}`,
  });
}

function startService(
  { lock, signal }: Run,
  environment: Environment,
  url: string,
): Promise<ServerProcess> {
  return startNode(lock, {
    name: "service",
    script: "src/main.ts",
    environment,
    // The log is no sign that it listens: its level is the developer's.
    ready: (over) => waitUntilOk(`${url}/health/live`, over),
    signal,
  });
}

async function givenOrFree(port: string): Promise<string> {
  return port === "0" ? String(await findFreePort()) : port;
}

/** How this machine reaches what listens there. */
function reachable(host: string): string {
  if (["0.0.0.0", "::"].includes(host)) return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

function stop(): void {
  if (stopping.signal.aborted) return;
  console.log("\nstopping …");
  stopping.abort();
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** A signal may end only just or npx: what they started has to end with them. */
function followLaunchers(): void {
  const launchers = findLaunchers();
  setInterval(() => {
    if (!launchers.every(isRunning)) stop();
  }, LAUNCHER_CHECK_MS).unref();
}
