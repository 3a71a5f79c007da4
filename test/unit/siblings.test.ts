import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { describe, test } from "vitest";
import { readerOfJobs, shareOf } from "../../src/workers/siblings.ts";
import { joinWorkers } from "../support/siblings.ts";

describe("workers of one instance", () => {
  test("hear what another one broadcasts, each once, and not what they broadcast themselves", async ({
    expect,
  }) => {
    const workers = await joinWorkers({ count: 3 });
    const heard: string[] = [];
    for (const { index, onMessage } of workers)
      onMessage("news", (payload) => heard.push(`${index}: ${String(payload)}`));
    workers[1]?.broadcast("news", "from 1");
    workers[1]?.broadcast("something else", "from 1");
    await nextTurn();
    expect(heard.toSorted()).toEqual(["0: from 1", "2: from 1"]);
  });

  test("have one secret, of 32 bytes, which another instance does not have", async ({ expect }) => {
    const [one, two] = await joinWorkers();
    const [stranger] = await joinWorkers();
    expect(one?.secret).toHaveLength(32);
    expect(one?.secret).toEqual(two?.secret);
    expect(stranger?.secret).not.toEqual(one?.secret);
  });

  test("ask all others at once; who does not know is left out, and so is who fails", async ({
    expect,
  }) => {
    const [asker, ...others] = await joinWorkers({ count: 4 });
    others[0]?.onAsk("sum", (given) => Number(given) + 1);
    others[1]?.onAsk("sum", () => Promise.reject(new Error("no")));
    asker?.onAsk("sum", () => "its own answer");
    expect(await asker?.ask("sum", 41)).toEqual([42]);
    expect(await asker?.ask("nobody knows")).toEqual([]);
  });

  test("wait for one that does not answer until its deadline, and not for one that ended", async ({
    expect,
  }) => {
    const [asker, frozen, good] = await joinWorkers({ count: 3, deadlineMs: 20 });
    for (const worker of [frozen, good]) worker?.onAsk("alive", () => worker.index);
    frozen?.freeze();
    expect(await asker?.ask("alive")).toEqual([2]);

    const [another, ended] = await joinWorkers({ count: 2, deadlineMs: 60_000 });
    ended?.freeze();
    const asked = another?.ask("alive");
    await nextTurn();
    ended?.end();
    expect(await asked).toEqual([]);
  });

  test("read what jobs know where the jobs run, and here when nobody answers", async ({
    expect,
  }) => {
    const [first, second] = await joinWorkers({ deadlineMs: 20 });
    if (!first || !second) throw new Error("there are two");
    const [ofFirst, ofSecond] = [first, second].map((worker) =>
      readerOfJobs(worker, "standing", () => ({ index: worker.index, at: new Date(worker.index) })),
    );
    expect(await ofFirst?.()).toEqual({ index: 0, at: new Date(0) });
    expect(await ofSecond?.()).toEqual({ index: 0, at: new Date(0) });
    first.freeze();
    expect(await ofSecond?.()).toEqual({ index: 1, at: new Date(1) });
  });
});

test("the shares of all workers are the whole, and nobody has two more than another", ({
  expect,
}) => {
  const counts = fc.integer({ min: 1, max: 64 });
  const property = fc.property(counts, fc.integer({ min: 1, max: 1000 }), (count, whole) => {
    const shares = Array.from({ length: count }, (_, index) => shareOf(whole, { index, count }));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.max(whole, count));
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
  });
  fc.assert(property);
});
