import { randomBytes } from "node:crypto";
import { test } from "vitest";
import { createBatchWriter } from "../../src/limits/batch-writer.ts";
import { createLog } from "../../src/log.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { openPatientRedis, giveTime } from "../support/patience.ts";

test("what Redis does not take is told, once until it takes something again", async ({
  expect,
}) => {
  await using server = await startOwnRedis();
  const redis = await openPatientRedis(server.url);
  const lines: string[] = [];
  const write = createBatchWriter(
    createLog("info", { write: (line) => void lines.push(line) }),
    "x",
  );
  const key = randomBytes(8).toString("hex");
  const writeGood = (): Promise<void> => write(redis.pipeline().hincrby(key, "hits", 1));
  // A Redis that is full refuses in the same way: one command of a batch, in its place.
  const writeBad = (): Promise<void> => write(redis.pipeline().ping().lpush(key, "no list"));

  await writeGood();
  expect(lines).toEqual([]);
  await writeBad();
  await writeBad();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("WRONGTYPE");
  await writeGood();
  giveTime(redis, 1000);
  await server.kill();
  await writeGood();
  await writeGood();
  expect(lines).toHaveLength(2);
  redis.disconnect();
});
