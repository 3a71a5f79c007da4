import { describe, test } from "vitest";
import { createMemory } from "../../src/live/memory.ts";
import { noticesOf } from "../support/live-hub.ts";

describe("where a reader goes on", () => {
  const memory = createMemory(100);
  memory.mirror({ notices: noticesOf("2-0", "4-0", "6-0"), latest: "7-0", isWhole: false });

  test.each([
    ["who asks for nothing gets what comes", null, 3, true, false],
    ["who has the last entry of all has all", "7-0", 3, true, false],
    ["who has a notice gets what is behind it", "4-0", 2, true, false],
    ["who has one that was forgotten in between misses nothing", "5-0", 2, true, false],
    ["who has one older than all that is kept may miss some", "1-0", 0, false, false],
    ["who asks for all gets what is kept of more", "0-0", 0, false, false],
    ["who has more than is known here waits for what is new to him", "9-0", 3, false, true],
  ])("%s", async (_, after, next, isComplete, isAhead) => {
    const { expect } = await import("vitest");
    expect(memory.placeAfter(after)).toEqual({ next, isComplete, isAhead });
  });

  test("who asks for all of a stream that never lost any gets all", ({ expect }) => {
    const whole = createMemory(100);
    expect(whole.placeAfter("0-0")).toEqual({ next: 0, isComplete: true, isAhead: false });
    whole.mirror({ notices: noticesOf("2-0"), latest: "2-0", isWhole: true });
    expect(whole.placeAfter("0-0")).toEqual({ next: 0, isComplete: true, isAhead: false });
  });
});

test("what was sent to all is kept up to the number that is kept, and what was not stays", ({
  expect,
}) => {
  const memory = createMemory(2);
  memory.add(noticesOf("1-0", "2-0", "3-0", "4-0"), "4-0");
  memory.trim(1);
  expect(memory.from(0).map(({ id }) => id)).toEqual(["2-0", "3-0", "4-0"]);
  memory.trim(4);
  expect(memory.from(0).map(({ id }) => id)).toEqual(["3-0", "4-0"]);
  expect(memory.from(3).map(({ id }) => id)).toEqual(["4-0"]);
  expect(memory.from(4)).toEqual([]);
  expect(memory.placeAfter("0-0").isComplete).toBe(false);
});

test("what the stream no longer holds is forgotten, and what it holds is known once", ({
  expect,
}) => {
  const memory = createMemory(100);
  memory.add(noticesOf("1-0", "2-0", "3-0"), "3-0");
  memory.mirror({ notices: noticesOf("1-0", "3-0", "5-0"), latest: "5-0", isWhole: false });
  expect(memory.from(0).map(({ id }) => id)).toEqual(["1-0", "3-0", "5-0"]);
  // What is behind a number that somebody has is what he was not told.
  expect(memory.from(3).map(({ id }) => id)).toEqual(["5-0"]);
});

test("a stream that begins again with lower ids is taken in whole", ({ expect }) => {
  const memory = createMemory(100);
  memory.add(noticesOf("8-0", "9-0"), "9-0");
  memory.mirror({ notices: noticesOf("3-0", "4-0"), latest: "4-0", isWhole: true });
  expect(memory.from(0).map(({ id }) => id)).toEqual(["3-0", "4-0"]);
  expect(memory.from(2).map(({ id }) => id)).toEqual(["3-0", "4-0"]);
  memory.mirror({ notices: [], latest: null, isWhole: true });
  expect(memory.from(0)).toEqual([]);
  expect(memory.latest()).toBeNull();
});
