import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, inject, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { type Redis, openRedis } from "../../src/redis/connection.ts";
import { type LiveTickets, createLiveTickets } from "../../src/redis/live-tickets.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await openRedis(inject("redisUrl"), createLog("silent"));
});
afterAll(() => redis.disconnect());

const openTickets = (): LiveTickets => createLiveTickets(redis, createSecretKey(randomBytes(32)));
const newHolder = (): { accountId: string; sessionId: string; expiresAtMs: number } => ({
  accountId: randomUUID(),
  sessionId: randomUUID(),
  expiresAtMs: Date.now(),
});

test("a ticket is good once, of a hundred uses at the same moment too", async ({ expect }) => {
  const tickets = openTickets();
  const holder = newHolder();
  const ticket = await tickets.issue(holder);
  expect(ticket).toMatch(/^[\w-]{43}$/);
  const uses = await Promise.all(Array.from({ length: 100 }, () => tickets.redeem(ticket)));
  expect(uses.filter((use) => use !== null)).toEqual([holder]);
});

test("no two are the same, and each is its holder's", async ({ expect }) => {
  const tickets = openTickets();
  const holders = Array.from({ length: 20 }, newHolder);
  const issued = await Promise.all(holders.map(tickets.issue));
  expect(new Set(issued).size).toBe(20);
  expect(await Promise.all(issued.map(tickets.redeem))).toEqual(holders);
});

test("Redis holds it for thirty seconds, under a name that it cannot be made from again", async ({
  expect,
}) => {
  const before = new Set(await redis.keys("live-ticket:*"));
  const ticket = await openTickets().issue(newHolder());
  const made = (await redis.keys("live-ticket:*")).filter((key) => !before.has(key));
  expect(made).toHaveLength(1);
  const [key = ""] = made;
  expect(key).not.toContain(ticket);
  expect(await redis.get(key)).not.toContain(ticket);
  expect(await redis.pttl(key)).toBeGreaterThan(28_000);
  expect(await redis.pttl(key)).toBeLessThanOrEqual(30_000);
});

test("what is none, was made by another service, or is too old opens nothing", async ({
  expect,
}) => {
  const tickets = openTickets();
  const foreign = await openTickets().issue(newHolder());
  const good = await tickets.issue(newHolder());
  const padded = `${good}=`;
  for (const text of [foreign, "", "x", "x".repeat(43), padded, `${good}\n`, "*".repeat(43)])
    expect(await tickets.redeem(text), text).toBeNull();
  expect(await tickets.redeem(good)).not.toBeNull();
});
