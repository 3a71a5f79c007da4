import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { type Fleet, startFleet } from "../support/fleet.ts";
import { RUNTIMES, type Runtime } from "../support/processes.ts";
import { restartInTurn } from "../support/rolling-restart.ts";
import { startSteadyLoad } from "../support/steady-load.ts";

const CLIENTS = 16;

const startOwnFleet = async (
  runtime: Runtime,
  environment: Record<string, string> = {},
  changeHaproxy?: (config: string) => string,
): Promise<Fleet> =>
  startFleet({
    runtime,
    databaseUrl: await createDatabase(),
    redisUrl: inject("redisUrl"),
    environment: { LIMITS: "off", ...environment },
    ...(changeHaproxy && { changeHaproxy }),
  });

describe.each(RUNTIMES)("two instances behind HAProxy, on %s", (runtime) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startOwnFleet(runtime);
  });
  afterAll(() => fleet[Symbol.asyncDispose]());

  test("restarted in turn under load, lose no request", async ({ expect }) => {
    const told = await restartInTurn(fleet, { clients: CLIENTS, restarts: 2, requests: 300 });
    expect(told.failures).toEqual([]);
    expect(told.exitCodes).toEqual([0, 0]);
    expect(told.answered).toBeGreaterThan(10 * told.busy);
    expect(told.answered + told.busy).toBeGreaterThanOrEqual(300);
  });

  test("restarted without the time to be seen going, lose some (control)", async ({ expect }) => {
    // Nor does HAProxy look often, or try elsewhere, which hides most of it.
    const blindly = (config: string): string =>
      config
        .replace("inter 200ms", "inter 3s")
        .replace("retries 2", "retries 0")
        .replace("option redispatch 1", "");
    await using hasty = await startOwnFleet(runtime, { SHUTDOWN_DRAIN_MS: "0" }, blindly);
    const told = await restartInTurn(hasty, { clients: CLIENTS, restarts: 2, requests: 300 });
    expect(told.failures.length).toBeGreaterThan(0);
  });

  // The last: it stays away.
  test("one is killed under load: only what it was answering is lost", async ({ expect }) => {
    const load = startSteadyLoad(fleet.url, CLIENTS);
    await load.passes(100);
    await fleet.kill(0);
    // Whoever waited for an answer of it has had another one.
    await load.passes(2 * CLIENTS);
    const lost = load.failures.length;
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThanOrEqual(CLIENTS);
    await load.passes(200);
    await load.stop();
    expect(load.failures).toHaveLength(lost);
  });
});
