import type { Fleet } from "./fleet.ts";
import { startSteadyLoad } from "./steady-load.ts";

export type RollingRestart = {
  answered: number;
  /** Told to come again, because a store was too slow: none on a machine that is not crowded. */
  busy: number;
  /** A status with what was said, or the error of a connection that was lost. */
  failures: string[];
  exitCodes: (number | NodeJS.Signals)[];
};

type Options = {
  clients: number;
  /** In turn: the first instance, the second, the first again. */
  restarts: number;
  /** At least, spread over the restarts and after them. */
  requests: number;
};

/** Restarts the instances of a fleet in turn while clients register people. */
export async function restartInTurn(
  fleet: Fleet,
  { clients, restarts, requests }: Options,
): Promise<RollingRestart> {
  const load = startSteadyLoad(fleet.url, clients);
  const exitCodes: (number | NodeJS.Signals)[] = [];
  const share = Math.ceil(requests / (restarts + 1));
  try {
    await load.passes(share);
    for (let i = 0; i < restarts; i++) {
      // The next waits for both: as long as it takes, and as many requests as are its share.
      const [code] = await Promise.all([fleet.restart(i % 2), load.passes(share)]);
      exitCodes.push(code);
    }
  } finally {
    await load.stop();
  }
  return { answered: load.answered(), busy: load.busy(), failures: load.failures, exitCodes };
}
