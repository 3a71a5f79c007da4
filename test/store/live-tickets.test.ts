import { type KeyObject, createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, inject, test } from "vitest";
import { pseudonym } from "../../src/keys.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type LiveTickets, createLiveTickets } from "../../src/redis/live-tickets.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { openPatientRedis } from "../support/patience.ts";
import { findKeys } from "../support/redis-servers.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
});
afterAll(() => redis.disconnect());

const newKey = (): KeyObject => createSecretKey(randomBytes(32));
const openTickets = (of = redis, key = newKey()): LiveTickets => createLiveTickets(of, key);
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
  await using server = await startOwnRedis();
  const own = await openPatientRedis(server.url);
  const startedAt = performance.now();
  const ticket = await openTickets(own).issue(newHolder());
  const made = await findKeys(own, "live-ticket:*");
  expect(made).toHaveLength(1);
  const [key = ""] = made;
  expect(key).not.toContain(ticket);
  expect(await own.get(key)).not.toContain(ticket);
  const lifeMs = await own.pttl(key);
  expect(lifeMs).toBeGreaterThan(29_000 - (performance.now() - startedAt));
  expect(lifeMs).toBeLessThanOrEqual(30_000);
  own.disconnect();
});

test("what is none, was made by another service, or is too old opens nothing", async ({
  expect,
}) => {
  const key = newKey();
  const tickets = openTickets(redis, key);
  const old = await tickets.issue(newHolder());
  // Its thirty seconds are over at once.
  expect(await redis.pexpire(`live-ticket:{${pseudonym(key, old)}}`, 1)).toBe(1);
  await expect.poll(() => redis.exists(`live-ticket:{${pseudonym(key, old)}}`)).toBe(0);
  const foreign = await openTickets().issue(newHolder());
  const good = await tickets.issue(newHolder());
  const padded = `${good}=`;
  for (const text of [old, foreign, "", "x", "x".repeat(43), padded, `${good}\n`, "*".repeat(43)])
    expect(await tickets.redeem(text), text).toBeNull();
  expect(await tickets.redeem(good)).not.toBeNull();
});
