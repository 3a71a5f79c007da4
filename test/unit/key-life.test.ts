import { test } from "vitest";
import { LEAD_MS, livesOf } from "../../src/tokens/key-life.ts";

const MINUTE_MS = 60_000;
const tokenLifeMs = 5 * MINUTE_MS;
const key = (kid: string, atMinute: number): { kid: string; createdAtMs: number } => ({
  kid,
  createdAtMs: atMinute * MINUTE_MS,
});
const statesAt = (keys: ReturnType<typeof key>[], minute: number): string =>
  livesOf(keys, { nowMs: minute * MINUTE_MS, tokenLifeMs })
    .map((life) => `${life.key.kid} ${life.state}`)
    .join(", ");

test("the only key signs at once, however new", ({ expect }) => {
  expect(LEAD_MS).toBe(10 * MINUTE_MS);
  expect(statesAt([key("a", 100)], 100)).toBe("a signs");
  expect(statesAt([key("a", 100)], 0)).toBe("a signs");
});

test("a new key is published ten minutes before it signs, and the older one ten minutes after", ({
  expect,
}) => {
  const keys = [key("b", 100), key("a", 0)];
  expect(statesAt(keys, 100)).toBe("a signs, b coming");
  expect(statesAt(keys, 109.9)).toBe("a signs, b coming");
  expect(statesAt(keys, 110)).toBe("a verifies, b signs");
  expect(statesAt(keys, 119.9)).toBe("a verifies, b signs");
  expect(statesAt(keys, 120)).toBe("a over, b signs");
});

test("at any time one key signs, whatever the order and number of keys", ({ expect }) => {
  const sets = [
    [key("a", 0), key("b", 0), key("c", 0)],
    [key("a", 0), key("b", 1), key("c", 2), key("d", 300)],
    [key("a", 500), key("b", 400)],
  ];
  for (const keys of sets)
    for (let minute = -20; minute < 600; minute++) {
      const states = statesAt(keys, minute);
      expect(states.match(/signs/g), states).toHaveLength(1);
      expect(statesAt(keys.toReversed(), minute)).toBe(states);
    }
});
