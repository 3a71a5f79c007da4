import { afterEach, beforeEach, test, vi } from "vitest";
import { type LimitChange, openLivePolicies } from "../../src/limits/live-policies.ts";
import { createLog } from "../../src/log.ts";

const change = (version: number, count: number): LimitChange => ({
  version,
  policy: "activate.ip",
  settings: {
    quota: { count, windowSeconds: 60 },
    mode: "enforce",
    whenRedisIsAway: "deny",
    allow: [],
    candidate: null,
  },
});

// It reads by itself each second too, which would be one read more on a machine that stalls.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval"] }));
afterEach(() => void vi.useRealTimers());

test("however often they are asked for while Postgres hangs, one read waits behind the one under way", async ({
  expect,
}) => {
  const answers: ((changes: LimitChange[]) => void)[] = [];
  let isHanging = false;
  const policies = await openLivePolicies({
    load: () => {
      if (!isHanging) return Promise.resolve([]);
      const { promise, resolve } = Promise.withResolvers<LimitChange[]>();
      answers.push(resolve);
      return promise;
    },
    log: createLog("silent"),
  });
  isHanging = true;
  const underWay = policies.refresh();
  await expect.poll(() => answers.length).toBe(1);
  const asked = Array.from({ length: 1000 }, () => policies.refresh());
  answers[0]?.([change(1, 7)]);
  await underWay;
  expect(policies.current()["activate.ip"].quota.count).toBe(7);
  // Whoever asked while it hung gets what was written until then (control), by one more read.
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.([change(2, 8)]);
  await Promise.all(asked);
  expect(policies.current()["activate.ip"].quota.count).toBe(8);
  expect(answers).toHaveLength(2);
  policies.close();
});
