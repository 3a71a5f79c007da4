import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { describe, test, vi } from "vitest";
import { createDatabase } from "../support/database.ts";
import {
  RUNTIMES,
  type RunningProcess,
  type Runtime,
  startServiceProcess,
} from "../support/processes.ts";

const CLIENTS = 16;
/** As often as a balancer looks. */
const CHECK_EVERY_MS = 200;

/** One request on a connection of its own; its status, or null when there was no answer. */
function ask(url: string): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const agent = new Agent({ keepAlive: false });
  request(url, { agent }, (response) => {
    response.resume().once("end", () => resolve(response.statusCode ?? null));
  })
    .once("error", () => resolve(null))
    .end();
  return promise;
}

/** Requests by whoever goes by readiness alone, across a SIGTERM; how many were answered, and how many were not. */
async function restart(
  service: RunningProcess,
): Promise<{ answered: number; lost: number; exitCode: unknown }> {
  const sentElsewhere = new AbortController();
  const balancer = (async () => {
    while ((await ask(`${service.url}/health/ready`)) === 200) await delay(CHECK_EVERY_MS);
    sentElsewhere.abort();
  })();
  let answered = 0;
  let lost = 0;
  const client = async (): Promise<void> => {
    while (!sentElsewhere.signal.aborted) {
      if ((await ask(`${service.url}/health/live`)) === 200) answered++;
      else lost++;
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  await vi.waitUntil(() => answered > CLIENTS, { timeout: 15_000 });
  service.kill("SIGTERM");
  await Promise.all([balancer, ...clients]);
  return { answered, lost, exitCode: await service.exited };
}

const start = async (runtime: Runtime, drainMs: string): Promise<RunningProcess> =>
  startServiceProcess(runtime, {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: "http://127.0.0.1:1",
    SHUTDOWN_DRAIN_MS: drainMs,
  });

describe.each(RUNTIMES)("whoever is told by readiness alone that %s shuts down", (runtime) => {
  test("loses nothing while it drains", async ({ expect }) => {
    await using service = await start(runtime, "3000");
    const { answered, lost, exitCode } = await restart(service);
    expect([answered > 0, lost, exitCode]).toEqual([true, 0, 0]);
  });

  test("loses requests when it closes at once, without the drain (control)", async ({ expect }) => {
    await using service = await start(runtime, "0");
    const { answered, lost, exitCode } = await restart(service);
    expect([answered > 0, lost > 0, exitCode]).toEqual([true, true, 0]);
  });
});
