import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { Client } from "pg";

/** Runs commands on a Redis, one after the other. */
export async function askRedis(url: string, commands: readonly string[][]): Promise<void> {
  const redis = new Redis(url);
  try {
    for (const [name = "", ...given] of commands) await redis.call(name, ...given);
  } finally {
    redis.disconnect();
  }
}

const TAKE_AGAIN_MS = 50;
const TAKERS = 8;

/** Takes every connection that is left, and whatever becomes free, until it is told to stop. Resolves with how often none was left. */
export async function takeAllConnections(url: string, until: AbortSignal): Promise<number> {
  const taken: Client[] = [];
  let refusals = 0;
  const goOn = async (): Promise<void> => {
    while (!until.aborted) {
      const client = new Client({ connectionString: url });
      client.on("error", () => {});
      const isTaken = await client.connect().then(
        () => true,
        () => false,
      );
      if (isTaken) taken.push(client);
      else {
        refusals++;
        await delay(TAKE_AGAIN_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: TAKERS }, goOn));
  await Promise.all(taken.map((client) => client.end()));
  return refusals;
}
