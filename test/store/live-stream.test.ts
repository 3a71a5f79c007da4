import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, inject, test, vi } from "vitest";
import { createLog } from "../../src/log.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { addNewcomers, newService, newcomer, openReader } from "../support/live-stream.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { openPatientRedis, giveTime } from "../support/patience.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
});
afterAll(() => redis.disconnect());

test("all readers read what anybody adds, in one order, also when many add at once", async ({
  expect,
}) => {
  const service = newService();
  const readers = await Promise.all([
    openReader(redis, service),
    openReader(redis, service),
  ] as const);
  const [first, second] = readers;
  const emails = Array.from({ length: 80 }, (_, i) => `n${i}`);
  await Promise.all(emails.map((email, i) => (i % 2 ? first : second).add(newcomer(email))));
  await expect.poll(() => first.told).toHaveLength(80);
  await expect.poll(() => second.told).toEqual(first.told);
  expect(new Set(first.told)).toEqual(new Set(emails));
  for (const reader of readers) reader.close();
});

test("a hundred are kept, with a life; who opens later reads those, and knows that there were more", async ({
  expect,
}) => {
  const service = newService();
  const early = await openReader(redis, service);
  expect([early.newest(), early.isWhole()]).toEqual([null, true]);
  const emails = await addNewcomers(early, 100, "n");
  const whole = await openReader(redis, service);
  expect([whole.emails(), whole.isWhole()]).toEqual([emails, true]);
  const [last = ""] = await addNewcomers(early, 1, "last");
  const late = await openReader(redis, service);
  expect([late.emails(), late.isWhole()]).toEqual([[...emails.slice(1), last], false]);
  const lifeMs = await redis.pttl(`live:{${service}}`);
  expect(lifeMs).toBeGreaterThan(6 * 86_400_000);
  for (const reader of [early, whole, late]) reader.close();
});

test("what is about an account, or its address, is forgotten everywhere, and nothing else", async ({
  expect,
}) => {
  const service = newService();
  const readers = await Promise.all([
    openReader(redis, service),
    openReader(redis, service),
  ] as const);
  const [first, second] = readers;
  const account = randomUUID();
  const address = newService();
  await first.add(newcomer("before"));
  await first.add(newcomer("mine", { account }));
  await first.add(newcomer("my address", { address }));
  await first.add(newcomer("after"));
  await expect.poll(() => second.told).toHaveLength(4);
  await second.forget({ account, address });
  for (const reader of readers)
    await expect.poll(() => reader.emails()).toEqual(["before", "after"]);
  const kept = JSON.stringify(await redis.xrange(`live:{${service}}`, "-", "+"));
  for (const text of [account, address, "mine"]) expect(kept).not.toContain(text);
  expect(kept).toContain("before");
  // It was told to nobody twice, and goes on.
  await first.add(newcomer("next"));
  for (const reader of readers)
    await expect.poll(() => reader.told).toEqual(["before", "mine", "my address", "after", "next"]);
  for (const reader of readers) reader.close();
});

test("forgetting somebody of whom nothing is told leaves the stream as it is", async ({
  expect,
}) => {
  const service = newService();
  const reader = await openReader(redis, service);
  await addNewcomers(reader, 3, "n");
  await reader.forget({ account: randomUUID(), address: newService() });
  expect(await redis.xlen(`live:{${service}}`)).toBe(3);
  reader.close();
});

test("a lost stream, and a clock that went back, are no reason to stop", async ({ expect }) => {
  const service = newService();
  const key = `live:{${service}}`;
  const reader = await openReader(redis, service);
  // As if Redis' clock had been a century ahead.
  const ahead = Date.now() + 100 * 365 * 86_400_000;
  await redis.xadd(key, `${ahead}-0`, "event", "activated", "email", "then");
  await expect.poll(() => reader.told).toEqual(["then"]);
  await redis.del(key);
  await reader.add(newcomer("now"));
  await expect.poll(() => reader.told).toEqual(["then", "now"]);
  expect(reader.emails()).toEqual(["now"]);
  await redis.del(key);
  await expect.poll(() => [reader.emails(), reader.newest()]).toEqual([[], null]);
  reader.close();
});

test("what is no notice that it knows is passed over", async ({ expect }) => {
  const service = newService();
  const reader = await openReader(redis, service);
  await redis.xadd(`live:{${service}}`, "*", "something", "else");
  await reader.add(newcomer("real"));
  await expect.poll(() => reader.told).toEqual(["real"]);
  reader.close();
});

test(
  "a Redis that is killed, frozen, or not there at the start: it goes on by itself, and reads nothing twice",
  { timeout: 60_000 },
  async ({ expect }) => {
    await using own = await startOwnRedis();
    const lines: string[] = [];
    const log = createLog("debug", { write: (line) => void lines.push(line) });
    const other = await openPatientRedis(own.url);
    // One that ends too early is written all the same, and would be written again.
    giveTime(other, 5000);
    const service = newService();
    const reader = await openReader(other, service, log);
    const expectTold = (...emails: string[]): Promise<void> =>
      vi.waitFor(() => expect(reader.told).toEqual(emails), { timeout: 15_000 });
    const addWhenBack = (email: string): Promise<void> =>
      vi.waitFor(() => reader.add(newcomer(email)), { timeout: 15_000 });

    await reader.add(newcomer("before"));
    await expectTold("before");
    await own.kill();
    await expect(reader.add(newcomer("lost"))).rejects.toMatchObject({
      failure: { code: "unavailable" },
    });
    const opening = openReader(other, service);
    await own.restart();
    await addWhenBack("after the kill");
    await expectTold("before", "after the kill");
    giveTime(other, 300);
    own.signal("SIGSTOP");
    await expect(reader.add(newcomer("perhaps"))).rejects.toMatchObject({
      failure: { code: "unavailable" },
    });
    giveTime(other, 5000);
    lines.length = 0;
    await vi.waitFor(() => expect(lines.join()).toContain("cannot be read"), { timeout: 15_000 });
    own.signal("SIGCONT");
    await addWhenBack("after the frost");
    const late = await opening;
    for (const each of [reader, late]) {
      await vi.waitFor(() => expect(each.told.at(-1)).toBe("after the frost"), { timeout: 15_000 });
      expect(new Set(each.told).size).toBe(each.told.length);
      each.close();
    }
    other.disconnect();
  },
);
