import fc from "fast-check";
import { describe, test } from "vitest";
import { parseEmailAddress } from "../../src/domain/email-address.ts";

const normal = (text: string): string | undefined => parseEmailAddress(text)?.normalised;

describe("one account", () => {
  test.for([
    ["Ada@Example.com", "ada@example.COM"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["ada@BÜCHER.example", "ada@bücher.example"],
    ["ada@bu\u0308cher.example", "ada@bücher.example"],
    ["ada@\u212Aelvin.example", "ada@kelvin.example"],
  ])("%s and %s", ([a, b], { expect }) => {
    expect(normal(a ?? "")).toBeDefined();
    expect(normal(a ?? "")).toBe(normal(b ?? ""));
  });
});

describe("two accounts", () => {
  test.for([
    ["ada@example.com", "ada+news@example.com"],
    ["ada@example.com", "a.da@example.com"],
    ["ada@example.com", "ada@example.org"],
    ["ada@example.com", "ada@ex\u0430mple.com"],
  ])("%s and %s", ([a, b], { expect }) => {
    expect(normal(a ?? "")).toBeDefined();
    expect(normal(b ?? "")).toBeDefined();
    expect(normal(a ?? "")).not.toBe(normal(b ?? ""));
  });
});

test.for([
  "",
  "@",
  "ada",
  "ada@",
  "@example.com",
  "ada@localhost",
  "ada@example",
  "ada@example.com.",
  "ada@.example.com",
  "ada@example..com",
  ".ada@example.com",
  "ada.@example.com",
  "a..b@example.com",
  "ada@-example.com",
  "ada@exa_mple.com",
  "ada@exa%6Dple.com",
  "ada@127.0.0.1",
  "ada@[127.0.0.1]",
  '"a b"@example.com',
  "a b@example.com",
  "ada@exam ple.com",
  "ada@example.com ",
  " ada@example.com",
  "ada@example.com\r\nBcc: x@y.example",
  "ada\u0000@example.com",
  "\u212Aelvin@example.com",
  "ad\u0430@example.com",
  "a@b@example.com",
  "<ada@example.com>",
  "ada@example.com,bob@example.com",
])("refuses %j", (text, { expect }) => {
  expect(parseEmailAddress(text)).toBeNull();
});

test("has exact bounds: 64 before the @, 254 in all", ({ expect }) => {
  expect(normal(`${"a".repeat(64)}@example.com`)).toBeDefined();
  expect(normal(`${"a".repeat(65)}@example.com`)).toBeUndefined();
  const local = "a".repeat(64);
  const longest = `${local}@${"d".repeat(61)}.${"d".repeat(61)}.${"d".repeat(61)}.com`;
  const exact = longest.replace("@d", `@${"d".repeat(254 - longest.length + 1)}`);
  expect(exact).toHaveLength(254);
  expect(normal(exact)).toBeDefined();
  expect(normal(exact.replace("@d", "@dd"))).toBeUndefined();
});

test("keeps the spelling before the @ for mail, and the domain in ASCII", ({ expect }) => {
  expect(parseEmailAddress("Ada.L@BÜCHER.Example")).toEqual({
    address: "Ada.L@xn--bcher-kva.example",
    normalised: "ada.l@xn--bcher-kva.example",
  });
});

test("normalising twice changes nothing", ({ expect }) => {
  const accepted = fc.sample(fc.emailAddress(), 1000).flatMap((text) => normal(text) ?? []);
  expect(accepted.length).toBeGreaterThan(100);
  expect(accepted.map(normal)).toEqual(accepted);
});
