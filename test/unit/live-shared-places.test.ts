import { setImmediate as nextTurn } from "node:timers/promises";
import { test } from "vitest";
import { type PlaceLimits, createPlaces } from "../../src/live/places.ts";
import { openPlacesDesk, openSharedPlaces } from "../../src/workers/live-places.ts";
import { type TestWorker, joinWorkers } from "../support/siblings.ts";

const WIDE: PlaceLimits = { inAll: 1000, perAccount: 1000, perNetwork: 1000 };

function joinWith(limits: Partial<PlaceLimits>): Promise<TestWorker[]> {
  const places = createPlaces({ ...WIDE, ...limits });
  return joinWorkers({ openDesks: () => [openPlacesDesk(places)] });
}

test.for([{ inAll: 10 }, { perAccount: 10 }, { perNetwork: 10 }])(
  "of many live connections at once no more are let in at all workers than %o",
  async (limits, { expect }) => {
    const workers = (await joinWith(limits)).map((worker) => openSharedPlaces(worker));
    const taker = { accountId: "a", network: "n" };
    const asked = Array.from({ length: 30 }, async (_, i) => workers[i % 2]?.take(taker));
    const taken = (await Promise.all(asked)).map((isTaken, i) => (isTaken ? i % 2 : null));
    const counts = [0, 1].map((worker) => taken.filter((each) => each === worker).length);
    expect(counts).toEqual([5, 5]);

    // One goes, at either worker: one may come at the other.
    workers[0]?.giveBack(taker);
    await nextTurn();
    expect(await workers[1]?.take(taker)).toBe(true);
    expect(await workers[0]?.take(taker)).toBe(false);
    // Others are no part of an account's or a network's.
    const isFree = !("inAll" in limits);
    expect(await workers[0]?.take({ accountId: "b", network: "m" })).toBe(isFree);
  },
);

test("what a worker held is free when it ends, and it can give back no more than it took", async ({
  expect,
}) => {
  const [dying, living] = await joinWith({ perAccount: 2 });
  if (!dying || !living) throw new Error("there are two");
  const [ofDying, ofLiving] = [openSharedPlaces(dying), openSharedPlaces(living)];
  const taker = { accountId: "a", network: "n" };
  expect(await ofDying.take(taker)).toBe(true);
  expect(await ofLiving.take(taker)).toBe(true);
  expect(await ofLiving.take(taker)).toBe(false);
  dying.end();
  expect(await ofLiving.take(taker)).toBe(true);
  ofDying.giveBack(taker);
  await nextTurn();
  expect(await ofLiving.take(taker)).toBe(false);
  for (let i = 0; i < 3; i++) ofLiving.giveBack(taker);
  await nextTurn();
  for (const isTaken of [true, true, false]) expect(await ofLiving.take(taker)).toBe(isTaken);
});
