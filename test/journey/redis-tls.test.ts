import { writeFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { createDatabase } from "../support/database.ts";
import { RUNTIMES, startServiceProcess } from "../support/processes.ts";
import { startRedisSentinel } from "../support/redis-sentinel.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import {
  openTlsEntrance,
  readAclLine,
  readClusterAclLine,
  startTlsRedis,
} from "../support/redis-tls.ts";
import { newAuthority } from "../support/self-signed.ts";
import { AS_PROMISED, takeWholeJourney } from "../support/whole-journey.ts";

/** What nothing of it needs: only after Redis lost something. */
const UNUSED = ["del"];

describe.each(RUNTIMES)("a Redis with TLS and a user of few rights, on %s", (runtime) => {
  test("is enough for all that the service does; Redis denies nothing, and no right is unused", async ({
    expect,
  }) => {
    await using redis = await startTlsRedis(await readAclLine());
    const { seen } = await takeWholeJourney(runtime, {
      REDIS_URL: redis.url,
      REDIS_CA_FILE: redis.caFile,
    });
    expect(seen).toEqual(AS_PROMISED);
    expect(await redis.ask("ACL", "LOG")).toEqual([]);
    const granted = (await readAclLine()).match(/(?<=\+)\S+/g) ?? [];
    const used = String(await redis.ask("INFO", "commandstats")).match(/(?<=cmdstat_)[^:]+/g);
    expect(granted.filter((command) => !used?.includes(command))).toEqual(UNUSED);
  });

  test("may be a cluster, whose nodes it finds with a few rights more", async ({ expect }) => {
    const entrance = await openTlsEntrance(await readClusterAclLine());
    await using cluster = await startRedisCluster({ entrance });
    const REDIS_URL = cluster.url.replace(
      "redis+cluster://",
      `rediss+cluster://${entrance.login}@`,
    );
    const given = { REDIS_URL, REDIS_CA_FILE: entrance.caFile() };
    expect((await takeWholeJourney(runtime, given)).seen).toEqual(AS_PROMISED);
    for (const node of cluster.primaries) {
      expect(await node.ask("DBSIZE")).toBeGreaterThan(0);
      expect(await node.ask("ACL", "LOG")).toEqual([]);
    }
  });

  test("may be behind sentinels that speak TLS, and are asked by a user of theirs", async ({
    expect,
  }) => {
    const entrance = await openTlsEntrance(await readAclLine());
    await using redis = await startRedisSentinel({ entrance });
    const given = { REDIS_URL: redis.url, REDIS_CA_FILE: entrance.caFile() };
    expect((await takeWholeJourney(runtime, given)).seen).toEqual(AS_PROMISED);
    expect(await redis.primary.ask("ACL", "LOG")).toEqual([]);
  });

  test("is not enough with one right less: no ticket for a live page is good (control)", async ({
    expect,
  }) => {
    await using redis = await startTlsRedis((await readAclLine()).replace(" +getdel", ""));
    const given = { REDIS_URL: redis.url, REDIS_CA_FILE: redis.caFile };
    await expect(takeWholeJourney(runtime, given)).rejects.toThrow("refused with 503");
    expect(JSON.stringify(await redis.ask("ACL", "LOG"))).toContain("getdel");
  });

  test("is not talked to when another authority vouches for it", async ({ expect }) => {
    await using redis = await startTlsRedis(await readAclLine());
    const strangers = `${redis.caFile}.stranger`;
    await writeFile(strangers, (await newAuthority("Another authority")).cert);
    const DATABASE_URL = await createDatabase();
    const redisPart = async (REDIS_CA_FILE?: string): Promise<unknown> => {
      await using service = await startServiceProcess(runtime, {
        DATABASE_URL,
        EMAIL_API_URL: "http://127.0.0.1:1",
        REDIS_URL: redis.url,
        REDIS_CA_FILE,
      });
      return (await json(fetch(`${service.url}/health/ready`))).checks.redis;
    };
    expect(await redisPart(redis.caFile)).toBe("ok");
    expect(await redisPart(strangers)).toBe("down");
    // Nor when only the system's authorities do.
    expect(await redisPart()).toBe("down");
  });
});
