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

/** Takes every connection that is left, and whatever becomes free, until it is told to stop. */
export function takeAllConnections(url: string, until: AbortSignal): void {
  const take = async (): Promise<void> => {
    const taken: Client[] = [];
    while (!until.aborted) {
      const client = new Client({ connectionString: url });
      client.on("error", () => {});
      const isTaken = await client.connect().then(
        () => true,
        () => false,
      );
      if (isTaken) taken.push(client);
      else await delay(TAKE_AGAIN_MS);
    }
    await Promise.all(taken.map((client) => client.end()));
  };
  void take();
}
