import { describe, test } from "vitest";
import { type Modes, replay, REPLAY_START_MS, request, times } from "../support/replay.ts";

const ENFORCED: Modes = { a: ["3/1m", "enforce"], b: ["5/1m", "enforce"] };

describe("a replay", () => {
  test("refuses with other quotas what those would have refused", ({ expect }) => {
    const result = replay(
      ENFORCED,
      { a: "2/1m" },
      times(5, () => request(["a"])),
    );
    expect(result).toMatchObject({ requests: 5, decisions: 5 });
    expect(result.before.refusedRequests).toBe(2);
    expect(result.after.refusedRequests).toBe(3);
    expect(result.policies).toEqual([
      {
        policy: "a",
        mode: "enforce",
        before: "3/1m",
        after: "2/1m",
        refusedBefore: 2,
        refusedAfter: 3,
      },
      {
        policy: "b",
        mode: "enforce",
        before: "5/1m",
        after: "5/1m",
        refusedBefore: 0,
        refusedAfter: 0,
      },
    ]);
  });

  test("without other quotas is the same twice", ({ expect }) => {
    const { before, after } = replay(
      ENFORCED,
      {},
      times(9, () => request(["a", "b"])),
    );
    expect(before.refusedRequests).toBe(6);
    expect(after).toEqual(before);
  });

  test.for([
    ["the first", ["a", "b"]],
    ["the last", ["b", "a"]],
  ] as const)(
    "charges nothing for a request that %s policy refuses",
    ([, policies], { expect }) => {
      const refusedByA = times(10, () => request([...policies]));
      // Seven of the ten were refused by a: b has two of its five left.
      const result = replay(ENFORCED, {}, [...refusedByA, ...times(3, () => request(["b"]))]);
      expect(result.policies.map(({ refusedBefore }) => refusedBefore)).toEqual([7, 1]);
      expect(result.before.refusedRequests).toBe(8);
    },
  );

  test("lets a policy in shadow mode refuse nothing, and tells what it would", ({ expect }) => {
    const modes: Modes = { a: ["3/1m", "shadow"], b: ["5/1m", "enforce"] };
    const result = replay(
      modes,
      { a: "1/1m" },
      times(5, () => request(["a", "b"])),
    );
    expect(result.before.refusedRequests).toBe(0);
    expect(result.after.refusedRequests).toBe(0);
    expect(result.policies[0]).toMatchObject({ refusedBefore: 2, refusedAfter: 4 });
  });

  test.for([[["a", "b"]], [["b", "a"]]] as const)(
    "refuses when an enforced and a shadow policy both would: %j",
    ([policies], { expect }) => {
      const modes: Modes = { a: ["2/1m", "enforce"], b: ["2/1m", "shadow"] };
      const result = replay(
        modes,
        {},
        times(5, () => request([...policies])),
      );
      expect(result.before.refusedRequests).toBe(3);
    },
  );

  test("refunds a policy in shadow mode as well", ({ expect }) => {
    const modes: Modes = { a: ["3/1m", "enforce"], b: ["4/1m", "shadow"] };
    const traffic = [...times(9, () => request(["b", "a"])), ...request(["b"])];
    expect(replay(modes, {}, traffic).policies[1]).toMatchObject({ refusedBefore: 0 });
  });

  test("charges a cost whole", ({ expect }) => {
    const traffic = [
      ...request(["b"], { cost: 4 }),
      ...request(["b"], { cost: 2 }),
      ...request(["b"], { cost: 1 }),
    ];
    expect(replay(ENFORCED, {}, traffic).before.refusedRequests).toBe(1);
  });

  test("takes the guess bound from the sends that are enforced", ({ expect }) => {
    const modes: Modes = {
      "send.hour": ["5/1h", "enforce"],
      "send.day": ["10/1d", "enforce"],
      "send.week": ["1/7d", "shadow"],
    };
    const bound = (set: Record<string, string>, given = modes) =>
      replay(given, set, []).after.guessBound.longProbabilityPerDay;
    expect(bound({})).toBeCloseTo((10 * 5) / 1e8, 15);
    expect(bound({ "send.day": "40/1d" })).toBeCloseTo((40 * 5) / 1e8, 15);
    expect(bound({ "send.day": "400/1d" })).toBeCloseTo((120 * 5) / 1e8, 15);
    expect(bound({}, ENFORCED)).toBe(1);
  });

  test("of no traffic is a result of zeros", ({ expect }) => {
    const result = replay(ENFORCED, { a: "1/1m" }, []);
    expect(result).toMatchObject({ requests: 0, from: null, to: null, timeline: [] });
    expect(result.after.refusedRequests).toBe(0);
  });

  test("tells from when to when, also when clocks differ a little", ({ expect }) => {
    const { from, to } = replay(ENFORCED, {}, [
      ...request(["a"], { time: REPLAY_START_MS + 5 }),
      ...request(["a"], { time: REPLAY_START_MS }),
      ...request(["a"], { time: REPLAY_START_MS + 3 }),
    ]);
    expect([from, to]).toEqual(["2026-01-31T00:00:00.000Z", "2026-01-31T00:00:00.005Z"]);
  });
});

describe("what cannot be replayed", () => {
  test("is a quota for an unknown policy", ({ expect }) => {
    expect(() => replay(ENFORCED, { c: "1/1m" }, [])).toThrow(
      "there is no policy c; there is: a, b",
    );
  });

  test("is a quota for a policy that was off", ({ expect }) => {
    const modes: Modes = { a: ["1/1m", "off"] };
    expect(() => replay(modes, { a: "2/1m" }, [])).toThrow("a was off when this was recorded");
    expect(replay(modes, {}, request(["a"])).requests).toBe(1);
  });

  test("is a decision of a policy that the settings do not have", ({ expect }) => {
    expect(() => replay(ENFORCED, {}, request(["c"]))).toThrow(
      'its policy "c" is not in the settings line',
    );
  });
});
