import fc from "fast-check";
import { describe, test } from "vitest";
import { countCharacters, normalisePassword } from "../../src/domain/password.ts";

const KEY_EMOJI = "\u{1f511}";
const FAMILY_EMOJI = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";

describe("accepts", () => {
  test.for([
    "x",
    " ",
    "a:b",
    "p\u00e9",
    KEY_EMOJI,
    FAMILY_EMOJI,
    "\u00a0",
    "\u2028",
    "\ufeff",
    "\uffff",
    "__proto__",
    "x".repeat(72),
    "x".repeat(256),
    "ا".repeat(256),
  ])("%j as it is", (text, { expect }) => {
    expect(normalisePassword(text)).toBe(text);
  });
});

describe("refuses", () => {
  test("what is empty", ({ expect }) => {
    expect(normalisePassword("")).toBeNull();
  });

  test("every control character, and nothing beside them", ({ expect }) => {
    const refused = Array.from({ length: 0x100 }, (_, unit) => unit).filter(
      (unit) => normalisePassword(`a${String.fromCodePoint(unit)}b`) === null,
    );
    const controls = Array.from({ length: 0x100 }, (_, unit) => unit).filter(
      (unit) => unit < 0x20 || (unit >= 0x7f && unit <= 0x9f),
    );
    expect(refused).toEqual(controls);
  });

  test.for(["\ud800", "\udfff", "a\udc00b", "\udc00\ud800", `${KEY_EMOJI}\ud83d`])(
    "the lone surrogate in %j",
    (text, { expect }) => {
      expect(normalisePassword(text)).toBeNull();
    },
  );
});

describe("has exact bounds", () => {
  test.for([
    ["256 letters", "x".repeat(256), true],
    ["257 letters", "x".repeat(257), false],
    ["256 emoji, which are 1,024 bytes", KEY_EMOJI.repeat(256), true],
    ["256 emoji and a letter, 1,025 bytes", `${KEY_EMOJI.repeat(256)}x`, false],
    ["257 emoji", KEY_EMOJI.repeat(257), false],
    ["256 letters whose accents stand apart", "e\u0301".repeat(256), true],
    ["257 letters whose accents stand apart", "e\u0301".repeat(257), false],
    ["a megabyte", "x".repeat(2 ** 20), false],
  ] as const)("%s", ([, text, isAccepted], { expect }) => {
    expect(normalisePassword(text) !== null).toBe(isAccepted);
  });

  test("256 characters never are more than 1,024 bytes, so that no bound hides the other", ({
    expect,
  }) => {
    const longest = "\u{10ffff}".repeat(256);
    expect(Buffer.byteLength(longest)).toBe(1024);
    expect(normalisePassword(longest)).toBe(longest);
    expect(normalisePassword(`${longest}x`)).toBeNull();
  });

  test("the end of a long password counts: nothing is cut off", ({ expect }) => {
    expect(normalisePassword(`${"x".repeat(255)}a`)).not.toBe(
      normalisePassword(`${"x".repeat(255)}b`),
    );
  });
});

describe("is one password, however its accents were typed", () => {
  test("é", ({ expect }) => {
    expect("cafe\u0301").not.toBe("caf\u00e9");
    expect(normalisePassword("cafe\u0301")).toBe("caf\u00e9");
    expect(normalisePassword("caf\u00e9")).toBe("caf\u00e9");
  });

  test.for([
    ["Greek letters of four code points", "\u1f82".repeat(256)],
    ["Hangul", "\ud55c\uae00".repeat(128)],
    ["letters outside the basic plane", "\u{16126}".repeat(256)],
  ] as const)("%s, up to the longest", ([, composed], { expect }) => {
    const apart = composed.normalize("NFD");
    expect(apart).not.toBe(composed);
    expect(normalisePassword(composed)).toBe(composed);
    expect(normalisePassword(apart)).toBe(composed);
  });

  test("and look-alikes of another meaning stay other passwords", ({ expect }) => {
    expect(normalisePassword("\ufb01")).not.toBe(normalisePassword("fi"));
    expect(normalisePassword("\u0430")).not.toBe(normalisePassword("a"));
    expect(normalisePassword("A")).not.toBe(normalisePassword("a"));
  });

  test("any text, read once or twice", ({ expect }) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
        const read = normalisePassword(text);
        expect(normalisePassword(text.normalize("NFD"))).toBe(read);
        if (read !== null) expect(normalisePassword(read)).toBe(read);
      }),
      { numRuns: 1000 },
    );
  });
});

test("characters are code points, as people count them, not code units", ({ expect }) => {
  expect(KEY_EMOJI.length).toBe(2);
  expect(countCharacters(`${KEY_EMOJI}a`)).toBe(2);
  expect(countCharacters("")).toBe(0);
});
