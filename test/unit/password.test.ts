import { describe, test } from "vitest";
import { countCharacters, normalisePassword } from "../../src/domain/password.ts";

describe("accepts", () => {
  test.for(["x", " ", "a:b", "p\u00e9", "\u{1f511}".repeat(256), "x".repeat(256), "ا".repeat(256)])(
    "%j",
    (text, { expect }) => {
      expect(normalisePassword(text)).toBe(text);
    },
  );
});

describe("refuses", () => {
  test.for([
    "",
    "x".repeat(257),
    `${"\u{1f511}".repeat(256)}x`,
    "a\nb",
    "a\u0000",
    "a\u007f",
    "a\u0085",
    "\ud800",
    "a\udc00b",
  ])("%j", (text, { expect }) => {
    expect(normalisePassword(text)).toBeNull();
  });
});

test("composed and decomposed accents are one password", ({ expect }) => {
  expect("e\u0301").not.toBe("\u00e9");
  expect(normalisePassword("cafe\u0301")).toBe(normalisePassword("caf\u00e9"));
});

test("typed apart, a password of the full length is accepted as when it is composed", ({
  expect,
}) => {
  const composed = "\u{16126}".repeat(256);
  expect(composed.normalize("NFD").length).toBeGreaterThan(1024);
  expect(normalisePassword(composed.normalize("NFD"))).toBe(composed);
});

test("counts what people count, not code units", ({ expect }) => {
  expect("\u{1f511}".length).toBe(2);
  expect(countCharacters("\u{1f511}a")).toBe(2);
});
