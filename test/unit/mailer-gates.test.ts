import { setTimeout as delay } from "node:timers/promises";
import { test, vi } from "vitest";
import { type Handover, createMailer } from "../../src/email/mailer.ts";
import type { OutgoingMail } from "../../src/email/provider.ts";
import type { Delivery } from "../../src/outbound/delivery.ts";
import { ACCEPTED, FAILED, MAIL, mailerOf } from "../support/mailer.ts";

test("while one mail tries a provider that failed, no other one is made or begun for it", async ({
  expect,
}) => {
  let answer: Promise<Delivery> = Promise.resolve(FAILED);
  const mailer = createMailer({
    providers: [{ name: "a", quota: null, close: () => {}, send: () => answer }],
    timeoutMs: 60_000,
    failoverAfterMs: 60_000,
    takeQuota: () => Promise.resolve({ waitMs: 0, giveBack: () => Promise.resolve() }),
    observe: () => {},
    onChange: () => {},
  });
  const compose = vi.fn<() => Promise<OutgoingMail>>(() => Promise.resolve(MAIL));
  const begin = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
  const handOver = (): Promise<Handover> =>
    mailer.handOver({ compose, begin, isUrgent: true, first: null });
  while (mailer.waitMs() === 0) await handOver();
  await expect.poll(() => mailer.waitMs()).toBe(0);
  compose.mockClear();
  begin.mockClear();

  const { promise, resolve } = Promise.withResolvers<Delivery>();
  answer = promise;
  // They waited for the same moment.
  const all = Array.from({ length: 5 }, handOver);
  await expect.poll(() => begin.mock.calls.length).toBeGreaterThan(0);
  resolve(FAILED);
  const kinds = (await Promise.all(all)).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(["deferred", "deferred", "deferred", "deferred", "retry"]);
  expect([compose.mock.calls.length, begin.mock.calls.length]).toEqual([1, 1]);
  answer = Promise.resolve(ACCEPTED);
  await expect.poll(() => mailer.waitMs()).toBe(0);
  expect(await handOver()).toMatchObject({ kind: "accepted" });
});

test("a mail that cannot be made, or not be begun, costs no quota", async ({ expect }) => {
  const { handOver, givenBack, asked } = mailerOf([ACCEPTED]);
  const away = (): Promise<never> => Promise.reject(new Error("a store is away"));
  await expect(handOver({ compose: away })).rejects.toThrow("a store is away");
  await expect(handOver({ begin: away })).rejects.toThrow("a store is away");
  expect([asked, givenBack]).toEqual([[], ["a", "a"]]);
});

test("a provider has its whole time when the next one's quota is used up", async ({ expect }) => {
  const slow = async (): Promise<Delivery> => {
    await delay(60);
    return ACCEPTED;
  };
  const { handOver } = mailerOf([slow, ACCEPTED], { used: ["b"], failoverAfterMs: 20 });
  // How its quota stands is known once it was asked for.
  expect(await handOver()).toMatchObject({ kind: "retry", isUnclear: true });
  expect(await handOver()).toEqual({ kind: "accepted", provider: "a" });
});
