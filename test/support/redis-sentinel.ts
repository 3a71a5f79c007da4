import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type RedisProcess,
  argumentsOf,
  plainPort,
  startRedisProcess,
  untilServersAre,
} from "./redis-process.ts";
import type { TlsEntrance } from "./redis-tls.ts";

export type RedisSentinel = AsyncDisposable & {
  url: string;
  primary: RedisProcess;
  replica: RedisProcess;
  sentinels: RedisProcess[];
  /** From now on the replica learns nothing of the primary. */
  cutReplica(): Promise<void>;
  /** Resolves when all sentinels name the replica as the primary. */
  promoted(): Promise<void>;
};

const NAME = "latchkey";
type Login = { username: string; password: string };
/** Told apart, so that each must be where it belongs. */
const PLAIN: Record<"redis" | "sentinel", Login> = {
  redis: { username: "default", password: "of-redis" },
  sentinel: { username: "default", password: "of:the@sentinels" },
};

type Options = {
  /** Of all of them, in place of plain ports with passwords; its own user is also the one of replicas and sentinels. */
  entrance?: TlsEntrance;
};

/** A primary, its replica, and three sentinels that put the replica in its place a second after it is silent. */
export async function startRedisSentinel({ entrance }: Options = {}): Promise<RedisSentinel> {
  await using opening = new AsyncDisposableStack();
  const { redis, sentinel } = entrance
    ? { redis: entrance.owner, sentinel: entrance.owner }
    : PLAIN;
  const plainArgs =
    ({ password }: Login) =>
    (place: Parameters<typeof plainPort>[0]): string[] => [
      ...plainPort(place),
      ...argumentsOf({ requirepass: password }),
    ];
  const args = entrance?.args ?? plainArgs(redis);
  const sentinelArgs = entrance?.sentinelArgs ?? plainArgs(sentinel);
  const start = async (more: Record<string, string> = {}): Promise<RedisProcess> =>
    opening.use(
      await startRedisProcess({
        args: async (place) => [
          ...(await args(place)),
          ...argumentsOf({ masteruser: redis.username, masterauth: redis.password, ...more }),
          ...argumentsOf({ "repl-diskless-sync-delay": 0 }),
        ],
        client: entrance?.client ?? redis,
      }),
    );
  const primary = await start();
  const replica = await start({ replicaof: `127.0.0.1 ${primary.port}` });
  await untilServersAre(async () =>
    String(await replica.ask("INFO", "replication")).includes("master_link_status:up"),
  );
  const startSentinel = (): Promise<RedisProcess> =>
    startRedisProcess({
      async args(place) {
        // It writes into it what it learns.
        const config = join(place.folder, "sentinel.conf");
        const settings = [
          `sentinel sentinel-user ${sentinel.username}`,
          `sentinel sentinel-pass ${sentinel.password}`,
          `sentinel monitor ${NAME} 127.0.0.1 ${primary.port} 2`,
          `sentinel auth-user ${NAME} ${redis.username}`,
          `sentinel auth-pass ${NAME} ${redis.password}`,
          `sentinel down-after-milliseconds ${NAME} 1000`,
          `sentinel failover-timeout ${NAME} 5000`,
        ];
        await writeFile(config, settings.join("\n"));
        return [config, "--sentinel", ...(await sentinelArgs(place))];
      },
      client: entrance?.client ?? sentinel,
    });
  const sentinels = await Promise.all(
    [1, 2, 3].map(async () => opening.use(await startSentinel())),
  );
  await Promise.all(
    sentinels.map((each) =>
      untilServersAre(async () => {
        const known = String(await each.ask("SENTINEL", "MASTER", NAME)).split(",");
        const [others, replicas] = ["num-other-sentinels", "num-slaves"].map(
          (field) => known[known.indexOf(field) + 1],
        );
        return others === "2" && replicas === "1";
      }),
    ),
  );
  const opened = opening.move();
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join();
  const [user = "", password = ""] = entrance?.login.split(":") ?? Object.values(sentinel);
  const query = new URLSearchParams({ sentinel_user: user, sentinel_password: password });
  return {
    url: entrance
      ? `rediss+sentinel://${entrance.login}@${hosts}/${NAME}?${query}`
      : `redis+sentinel://:${redis.password}@${hosts}/${NAME}?${query}`,
    primary,
    replica,
    sentinels,
    async cutReplica() {
      await replica.ask("CONFIG", "SET", "masterauth", "no longer");
      await primary.ask("CLIENT", "KILL", "TYPE", "replica");
      await untilServersAre(async () =>
        String(await replica.ask("INFO", "replication")).includes("master_link_status:down"),
      );
    },
    async promoted() {
      const isNamed = async (each: RedisProcess): Promise<boolean> =>
        String(await each.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)).endsWith(
          `,${replica.port}`,
        );
      await Promise.all(sentinels.map((each) => untilServersAre(() => isNamed(each))));
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
