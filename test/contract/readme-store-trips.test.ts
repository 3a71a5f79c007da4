import { afterAll, beforeAll, describe, test } from "vitest";
import { tableBelow } from "../support/readme.ts";
import { STORE_OPERATIONS } from "../support/store-operations.ts";
import { type WatchedService, startWatchedService } from "../support/store-trips.ts";

let watched: WatchedService;
beforeAll(async () => {
  watched = await startWatchedService();
}, 60_000);
afterAll(() => watched[Symbol.asyncDispose]());

const rows = new Map(
  tableBelow("What an operation asks the stores for").map(([name = "", ...cells]) => [
    name,
    cells.map(Number),
  ]),
);

test("the table of round trips has every operation, and no other", ({ expect }) => {
  expect([...rows.keys()]).toEqual(Object.keys(STORE_OPERATIONS));
});

describe("the README tells what an operation asks the stores for", () => {
  test.for(Object.entries(STORE_OPERATIONS))("%s", async ([name, prepare], { expect }) => {
    const asked = await watched.count(await prepare(watched.service));
    const { redisTrips, commands, postgresTrips, statements, beside } = asked;
    expect([redisTrips, commands, postgresTrips, statements, beside]).toEqual(rows.get(name));
  });
});
