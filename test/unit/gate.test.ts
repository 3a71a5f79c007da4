import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { type Gate, type GateState, createGate } from "../../src/outbound/gate.ts";
import type { Delivery } from "../../src/outbound/delivery.ts";

const ACCEPTED: Delivery = { kind: "accepted" };
const FAILED: Delivery = { kind: "retry", reason: "answered 500" };
const LONGEST_OPEN_MS = 30_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** One mail at the gate; null when it is not let in. */
async function pass(gate: Gate, send: () => Promise<Delivery>): Promise<Delivery | null> {
  using place = gate.enter();
  return place && (await place.ask(send));
}

const answering = (gate: Gate, delivery: Delivery): Promise<Delivery | null> =>
  pass(gate, () => Promise.resolve(delivery));

async function openGate(): Promise<{ gate: Gate; changes: GateState[] }> {
  const changes: GateState[] = [];
  const gate = createGate(5, (state) => changes.push(state));
  for (let i = 0; i < 5; i++) await answering(gate, FAILED);
  return { gate, changes };
}

test("four failures in a row, or five with an acceptance between, leave a provider asked", async ({
  expect,
}) => {
  const gate = createGate(5);
  for (const delivery of [FAILED, FAILED, FAILED, FAILED, ACCEPTED, FAILED])
    expect(await answering(gate, delivery)).toBe(delivery);
  expect(gate).toMatchObject({ waitMs: expect.any(Function) });
  expect([gate.waitMs(), gate.state()]).toEqual([0, "closed"]);
});

describe("after the fifth failure in a row", () => {
  test("a provider is not asked for half a second to a second, and it is told", async ({
    expect,
  }) => {
    const { gate, changes } = await openGate();
    expect(changes).toEqual(["open"]);
    expect(gate.waitMs()).toBeGreaterThanOrEqual(500);
    expect(gate.waitMs()).toBeLessThanOrEqual(1000);
    const ask = vi.fn<() => Promise<Delivery>>(() => Promise.resolve(ACCEPTED));
    expect(await pass(gate, ask)).toBeNull();
    expect(ask).not.toHaveBeenCalled();
    vi.setSystemTime(Date.now() + gate.waitMs());
    expect(gate.waitMs()).toBe(0);
    expect(await pass(gate, ask)).toBe(ACCEPTED);
    expect([gate.waitMs(), gate.state()]).toEqual([0, "closed"]);
    expect(changes).toEqual(["open", "closed"]);
  });

  test("one mail tries it, while the others are told to wait", async ({ expect }) => {
    const { gate } = await openGate();
    vi.setSystemTime(Date.now() + gate.waitMs());
    const answer = Promise.withResolvers<Delivery>();
    const probe = pass(gate, () => answer.promise);
    expect(gate.waitMs()).toBeGreaterThan(0);
    expect(gate.state()).toBe("open");
    answer.resolve(ACCEPTED);
    expect(await probe).toBe(ACCEPTED);
    expect(gate.waitMs()).toBe(0);
  });

  test("each failed try waits longer, up to half a minute", async ({ expect }) => {
    const { gate } = await openGate();
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      waits.push(gate.waitMs());
      vi.setSystemTime(Date.now() + gate.waitMs());
      expect(await answering(gate, FAILED)).toBe(FAILED);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_OPEN_MS);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(LONGEST_OPEN_MS / 2);
    expect(waits[0]).toBeLessThanOrEqual(1000);
  });
});

test("a provider is not asked before the time it asked for, and is then", async ({ expect }) => {
  const changes: GateState[] = [];
  const gate = createGate(5, (state) => changes.push(state));
  await answering(gate, { kind: "retry", reason: "answered 429", afterMs: 7000 });
  expect([gate.waitMs(), gate.state(), changes]).toEqual([7000, "paused", ["paused"]]);
  vi.setSystemTime(Date.now() + 6999);
  expect(gate.waitMs()).toBe(1);
  vi.setSystemTime(Date.now() + 1);
  expect([gate.waitMs(), gate.state()]).toEqual([0, "closed"]);
});

test.for<Delivery>([
  { kind: "rejected", reason: "answered 422" },
  { kind: "retry", reason: "answered 429", afterMs: 0 },
  { kind: "retry", reason: "answered 450 4.2.1 to RCPT TO", isOfThisOneOnly: true },
  { kind: "misconfigured", reason: "answered 550 5.7.1 to RCPT TO", isOfThisOneOnly: true },
])("%o is an answer, and shuts nobody out", async (delivery, { expect }) => {
  const gate = createGate(5);
  for (let i = 0; i < 10; i++) await answering(gate, delivery);
  expect([gate.waitMs(), gate.state()]).toEqual([0, "closed"]);
});

test("a provider whose settings are wrong is left alone after five tries", async ({ expect }) => {
  const gate = createGate(5);
  for (let i = 0; i < 5; i++) await answering(gate, { kind: "misconfigured", reason: "a bad key" });
  expect(gate.state()).toBe("open");
});
