import { test } from "vitest";
import { readableOn } from "../../src/domain/contrast.ts";

test.for([
  ["#000000", "#ffffff"],
  ["#ffffff", "#000000"],
  ["#0b5cad", "#ffffff"],
  ["#FFFF00", "#000000"],
  ["#ff0000", "#000000"],
  ["#0000ff", "#ffffff"],
  // Where both have nearly the same contrast, 4.58.
  ["#757575", "#ffffff"],
  ["#767676", "#000000"],
] as const)("on %s, %s is read more easily", ([color, readable], { expect }) => {
  expect(readableOn(color)).toBe(readable);
});
