import { test } from "vitest";
import { mintRowId } from "../../src/domain/row-id.ts";

test("an id is a UUID of version 7 that begins with the time", ({ expect }) => {
  const before = Date.now();
  const id = mintRowId();
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  const at = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  expect(at).toBeGreaterThanOrEqual(before);
  expect(at).toBeLessThanOrEqual(Date.now());
});

test("ids of one moment differ", ({ expect }) => {
  const ids = Array.from({ length: 10_000 }, mintRowId);
  expect(new Set(ids).size).toBe(ids.length);
});
