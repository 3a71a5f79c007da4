import { startOwnRedis } from "../../support/own-redis.ts";
import { disturbance } from "../faults.ts";
import type { World } from "../world.ts";
import { type Run, disturbOneByOne } from "./run.ts";

/** How long the other one heard nothing of the first: what was written meanwhile is lost. */
const LOST_MS = 1000;

/**
 * F6: another Redis takes the place of the first without its last writes, and the first becomes read-only below those who
 * are connected still; again and again, to and fro.
 */
export const failover: Run = {
  title: "F6 another Redis takes over, without the last writes",
  async drive(world, tier) {
    await using other = await startOwnRedis();
    const urls = [world.redis.url, other.url];
    const portOf = (url: string): string => new URL(url).port;
    let primary = 0;
    const follow = (follower: number, leader: string | null): Promise<void> =>
      world.askRedis(
        [["REPLICAOF", ...(leader === null ? ["NO", "ONE"] : ["127.0.0.1", portOf(leader)])]],
        urls[follower],
      );
    await follow(1, urls[0] ?? "");
    const takeOver = disturbance("Redis: another one takes over", {
      async begin() {
        const next = 1 - primary;
        await follow(next, null);
        await new Promise((resolve) => setTimeout(resolve, LOST_MS));
        // Those who are connected still are told that it takes no writes.
        await follow(primary, urls[next] ?? "");
        primary = next;
      },
      ms: 300,
      end: ({ proxies }: World) => proxies.redis.retarget(Number(portOf(urls[primary] ?? ""))),
    });
    const count = tier === "full" ? 5 : 2;
    await disturbOneByOne(
      world,
      tier,
      Array.from({ length: count }, () => takeOver),
      {
        guessers: 0.2,
      },
    );
    // The other one ends here, and mails may wait still; and what judges the run looks at the first.
    await follow(0, null);
    world.proxies.redis.retarget(Number(portOf(urls[0] ?? "")));
  },
};
