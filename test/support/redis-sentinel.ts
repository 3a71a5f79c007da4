import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  argumentsOf,
  type RedisProcess,
  startRedisProcess,
  untilServersAre,
} from "./redis-process.ts";

export type RedisSentinel = AsyncDisposable & {
  url: string;
  primary: RedisProcess;
  replica: RedisProcess;
  sentinels: RedisProcess[];
};

const NAME = "latchkey";
// Told apart, so that each must be where it belongs.
const PASSWORD = "of-redis";
const SENTINEL_PASSWORD = "of:the@sentinels";

/** A primary, its replica, and three sentinels that put the replica in its place a second after it is silent. */
export async function startRedisSentinel(): Promise<RedisSentinel> {
  await using opening = new AsyncDisposableStack();
  const start = async (more: Record<string, string> = {}): Promise<RedisProcess> =>
    opening.use(
      await startRedisProcess({
        args: ({ port }) =>
          argumentsOf({
            port,
            requirepass: PASSWORD,
            masterauth: PASSWORD,
            "repl-diskless-sync-delay": 0,
            ...more,
          }),
        client: { password: PASSWORD },
      }),
    );
  const primary = await start();
  const replica = await start({ replicaof: `127.0.0.1 ${primary.port}` });
  await untilServersAre(async () =>
    String(await replica.ask("INFO", "replication")).includes("master_link_status:up"),
  );
  const sentinels = await Promise.all(
    [1, 2, 3].map(async () => opening.use(await startSentinel(primary.port))),
  );
  await Promise.all(
    sentinels.map((sentinel) =>
      untilServersAre(async () => {
        const known = String(await sentinel.ask("SENTINEL", "MASTER", NAME)).split(",");
        const [others, replicas] = ["num-other-sentinels", "num-slaves"].map(
          (field) => known[known.indexOf(field) + 1],
        );
        return others === "2" && replicas === "1";
      }),
    ),
  );
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join();
  const opened = opening.move();
  return {
    url: `redis+sentinel://:${PASSWORD}@${hosts}/${NAME}?sentinel_password=${encodeURIComponent(SENTINEL_PASSWORD)}`,
    primary,
    replica,
    sentinels,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const startSentinel = (primaryPort: number): Promise<RedisProcess> =>
  startRedisProcess({
    async args({ folder, port }) {
      // It writes into it what it learns.
      const config = join(folder, "sentinel.conf");
      const settings = [
        `port ${port}`,
        `requirepass ${SENTINEL_PASSWORD}`,
        `sentinel sentinel-pass ${SENTINEL_PASSWORD}`,
        `sentinel monitor ${NAME} 127.0.0.1 ${primaryPort} 2`,
        `sentinel auth-pass ${NAME} ${PASSWORD}`,
        `sentinel down-after-milliseconds ${NAME} 1000`,
        `sentinel failover-timeout ${NAME} 5000`,
      ];
      await writeFile(config, settings.join("\n"));
      return [config, "--sentinel"];
    },
    client: { password: SENTINEL_PASSWORD },
  });
