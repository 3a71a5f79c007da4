import { afterEach, beforeEach, describe, test, vi } from "vitest";
import type { OutgoingMail } from "../../src/email/provider.ts";
import type { Delivery } from "../../src/outbound/delivery.ts";
import { ACCEPTED, FAILED, MAIL, UNCLEAR, mailerOf } from "../support/mailer.ts";

// How long a provider is left alone is told by this clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

test("the first provider that accepts is the last one asked", async ({ expect }) => {
  const { handOver, asked, begun } = mailerOf([FAILED, ACCEPTED, ACCEPTED]);
  expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
  expect(asked).toEqual(["a", "b"]);
  expect(begun).toEqual(asked);
});

test("a wrong key of one provider is no reason to keep a mail from the next", async ({
  expect,
}) => {
  const { handOver } = mailerOf([{ kind: "misconfigured", reason: "a bad key" }, ACCEPTED]);
  expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
});

test("an address that one provider refuses is not tried on the next", async ({ expect }) => {
  const { handOver, asked } = mailerOf([{ kind: "rejected", reason: "no such box" }, ACCEPTED]);
  expect(await handOver()).toEqual({ kind: "rejected", provider: "a", reason: "no such box" });
  expect(asked).toEqual(["a"]);
});

test("when nobody takes it, everybody's reason is told, and the soonest time", async ({
  expect,
}) => {
  const { handOver } = mailerOf([
    { kind: "retry", reason: "answered 429", afterMs: 60_000 },
    { kind: "retry", reason: "answered 503", afterMs: 7000 },
  ]);
  const handover = await handOver();
  expect(handover).toMatchObject({ kind: "retry", reason: "a: answered 429; b: answered 503" });
  const { afterMs } = handover as { afterMs: number };
  expect(afterMs).toBeGreaterThan(6000);
  expect(afterMs).toBeLessThanOrEqual(7000);
});

test("one that may have it already is asked first, one that said no is not", async ({ expect }) => {
  const { handOver, asked } = mailerOf([ACCEPTED, ACCEPTED]);
  expect(await handOver({ first: "b" })).toEqual({ kind: "accepted", provider: "b" });
  expect(await handOver()).toEqual({ kind: "accepted", provider: "a" });
  expect(asked).toEqual(["b", "a"]);
});

test("only what the last provider asked left open is unclear", async ({ expect }) => {
  expect(await mailerOf([FAILED, UNCLEAR]).handOver()).toMatchObject({ isUnclear: true });
  expect(await mailerOf([FAILED]).handOver()).toMatchObject({ isUnclear: false });
});

test("a mail that is settled meanwhile is sent to nobody", async ({ expect }) => {
  const { handOver, asked } = mailerOf([ACCEPTED]);
  expect(await handOver({ begin: () => Promise.resolve(false) })).toMatchObject({
    kind: "abandoned",
  });
  expect(asked).toEqual([]);
});

test("a mail is made once, and not before somebody can be asked", async ({ expect }) => {
  const compose = vi.fn<() => Promise<OutgoingMail | null>>(() => Promise.resolve(MAIL));
  await mailerOf([ACCEPTED], { used: ["a"] }).handOver({ compose });
  expect(compose).not.toHaveBeenCalled();
  await mailerOf([FAILED, ACCEPTED]).handOver({ compose });
  expect(compose).toHaveBeenCalledTimes(1);
});

test("a mail that is not wanted any more costs no quota, and nobody is asked", async ({
  expect,
}) => {
  const { handOver, asked, begun, givenBack } = mailerOf([ACCEPTED]);
  expect(await handOver({ compose: () => Promise.resolve(null) })).toMatchObject({
    kind: "abandoned",
  });
  expect([asked, begun, givenBack]).toEqual([[], [], ["a"]]);
});

test("what was unclear stays so while nobody can be asked", async ({ expect }) => {
  const { handOver } = mailerOf([ACCEPTED], { used: ["a"] });
  expect(await handOver({ first: "a" })).toMatchObject({ isUnclear: true });
  expect(await handOver()).toMatchObject({ isUnclear: false });
});

describe("a provider that does not answer", () => {
  test("keeps a code waiting for a moment when there is another one", async ({ expect }) => {
    const { handOver } = mailerOf(["never", ACCEPTED], { failoverAfterMs: 20 });
    expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
  });

  test.for([
    ["the last one", ["never"], { isUrgent: true }],
    ["one asked for what can wait", ["never", ACCEPTED], { isUrgent: false }],
  ] as const)("has its whole time as %s", async ([, answers, options], { expect }) => {
    const given = { timeoutMs: 120, failoverAfterMs: 1 };
    const startedAt = performance.now();
    await mailerOf([...answers], given).handOver(options);
    // Timers may fire a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118);
  });
});

describe("a provider whose quota is used up", () => {
  test("is passed over", async ({ expect }) => {
    const { handOver, asked } = mailerOf([ACCEPTED, ACCEPTED], { used: ["a"] });
    expect(await handOver()).toEqual({ kind: "accepted", provider: "b" });
    expect(asked).toEqual(["b"]);
  });

  test("is the reason, and the time, when there is no other", async ({ expect }) => {
    const { handOver, begun } = mailerOf([ACCEPTED], { used: ["a"] });
    expect(await handOver()).toEqual({
      kind: "deferred",
      reason: "a: its quota is used up",
      afterMs: 5000,
      isUnclear: false,
    });
    expect(begun).toEqual([]);
  });

  test.for<[string, Delivery, string[]]>([
    ["gets back what it did not take", FAILED, ["a"]],
    ["keeps what it may have taken", UNCLEAR, []],
    ["keeps what it took", ACCEPTED, []],
  ])("%s", async ([, answer, expected], { expect }) => {
    const { handOver, givenBack } = mailerOf([answer]);
    await handOver();
    expect(givenBack).toEqual(expected);
  });
});

test("a provider that fails five times in a row is not asked while another one takes mail", async ({
  expect,
}) => {
  const { handOver, asked, mailer } = mailerOf([FAILED, ACCEPTED]);
  for (let i = 0; i < 10; i++) expect((await handOver()).kind).toBe("accepted");
  expect(asked.filter((name) => name === "a")).toHaveLength(5);
  expect(mailer.waitMs()).toBe(0);
  const [a, b] = mailer.standings();
  expect(a).toMatchObject({ name: "a", state: "open", problem: "answered 500" });
  expect(b).toMatchObject({ name: "b", state: "closed", problem: null, waitMs: 0 });
});

test("the only provider is given twenty failures in a row before it is left alone", async ({
  expect,
}) => {
  const { handOver, asked, mailer } = mailerOf([FAILED]);
  for (let i = 0; i < 19; i++) await handOver();
  expect(mailer.waitMs()).toBe(0);
  await handOver();
  expect(mailer.waitMs()).toBeGreaterThan(0);
  expect(await handOver()).toMatchObject({ kind: "deferred" });
  expect(asked).toHaveLength(20);
});
