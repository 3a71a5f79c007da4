import { setTimeout as delay } from "node:timers/promises";
import { createPeople } from "../people.ts";
import { type Entry, outcomeOf } from "../ledger.ts";
import type { World } from "../world.ts";
import type { Run } from "./run.ts";

const TIMES = 5;
const GOOD_MIN = 0.8;
const REFUSAL_MAX_MS = 100;
const CLIENTS = 16;
/** Until queues are as full as they get. */
const RAMP_MS = 5000;

/**
 * F2: five times as many registrations come as the hashing threads can do, whether or not those before them are answered.
 * Hashes cost what they do in production.
 */
export const overload: Run = {
  title: "F2 five times as many as can be hashed",
  options: {
    environment: { HASH_MEMORY_KIB: "19456", HASH_PASSES: "2", HASH_CONCURRENCY: "1" },
  },
  async drive(world, tier) {
    const ms = tier === "full" ? 60_000 : 6000;
    const capacity = await measureCapacity(world, ms / 2);
    world.print(`capacity: ${capacity.toFixed(1)} registrations a second`);
    const isOver = world.timeline.fault(`${TIMES} times that`);
    const from = Date.now() + RAMP_MS;
    await comeAtRate(world, capacity * TIMES, ms + RAMP_MS);
    isOver();
    const calls = world.ledger.entries.filter(({ calledAt }) => calledAt >= from);
    judgeOverload(world, capacity, calls, (Date.now() - from) / 1000);
  },
};

/** As many as can be had from clients who wait for their answers. */
async function measureCapacity(world: World, ms: number): Promise<number> {
  const people = createPeople(world.random.integer(2 ** 31), Number.POSITIVE_INFINITY, 0);
  const endAt = Date.now() + ms;
  let good = 0;
  const register = async (): Promise<void> => {
    for (const person of people) {
      if (Date.now() > endAt) return;
      if ((await registerOnce(world, person)).status === 202) good++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, register));
  return (good / ms) * 1000;
}

async function comeAtRate(world: World, perSecond: number, ms: number): Promise<void> {
  const startedAt = performance.now();
  const sent: Promise<unknown>[] = [];
  const people = createPeople(world.random.integer(2 ** 31), Number.POSITIVE_INFINITY, 0);
  for (const person of people) {
    const dueMs = (sent.length / perSecond) * 1000;
    if (dueMs > ms) break;
    const early = dueMs - (performance.now() - startedAt);
    if (early > 0) await delay(early);
    sent.push(registerOnce(world, person));
  }
  await Promise.all(sent);
}

function registerOnce(
  { client, ledger }: World,
  { email, password }: { email: string; password: string },
): Promise<{ status: number }> {
  ledger.secrets.add(password);
  return client.ask({
    operation: "register",
    email,
    method: "POST",
    path: "/users",
    body: { email, password },
    password,
  });
}

function judgeOverload(world: World, capacity: number, calls: Entry[], seconds: number): void {
  const good = calls.filter(({ status }) => status === 202).length / seconds;
  const refusals = calls
    .filter((call) => outcomeOf(call) === "unavailable")
    .map(({ calledAt, returnedAt }) => returnedAt - calledAt)
    .toSorted((a, b) => a - b);
  const p99 = refusals[Math.floor(refusals.length * 0.99)] ?? Number.NaN;
  const other = calls.filter(({ status }) => status !== 202 && status !== 503).length;
  world.print(
    `${good.toFixed(1)} accepted a second, ${(good / capacity).toFixed(2)} of capacity; ${refusals.length} refused, p99 ${p99} ms; ${other} others`,
  );
  if (!(good >= GOOD_MIN * capacity))
    world.breaches.push(`F2: ${(good / capacity).toFixed(2)} of capacity`);
  if (!(p99 <= REFUSAL_MAX_MS)) world.breaches.push(`F2: refusals take ${p99} ms`);
  if (other > 0) world.breaches.push(`F2: ${other} answers are neither 202 nor 503`);
}
