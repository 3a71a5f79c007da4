import { describe, test } from "vitest";
import { compileAllowList, isAllowEntry } from "../../src/limits/allow-list.ts";

describe("an entry", () => {
  test.for([
    "10.0.0.0/8",
    "198.51.100.7",
    "0.0.0.0/0",
    "2001:db8::/32",
    "::1",
    "2001:db8::1/128",
    "ada@example.com",
    "Ada@EXAMPLE.com",
  ])("can be %s", (entry, { expect }) => {
    expect(isAllowEntry(entry)).toBe(true);
  });

  test.for([
    "",
    "*",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0/8",
    "2001:db8::/129",
    "example.com",
    "@example.com",
    "10.0.0.0/8 ",
    "10.0.0.0/0x8",
    "0x7f.1",
    "::ffff:300.1.1.1",
  ])("cannot be %j", (entry, { expect }) => {
    expect(isAllowEntry(entry)).toBe(false);
  });
});

describe("a caller", () => {
  const nobody = { emailNormalised: null };
  const list = ["10.0.0.0/8", "2001:db8::/32", "Ada@Example.com"];

  test.for([
    ["10.1.2.3", true],
    ["11.1.2.3", false],
    ["::ffff:10.1.2.3", true],
    ["::ffff:11.1.2.3", false],
    ["2001:db8:1::7", true],
    ["2001:db9::7", false],
    ["", false],
    ["unknown", false],
  ] as const)("from %s: %s", ([ip, isAllowed], { expect }) => {
    expect(compileAllowList(list, "ip")({ ip, ...nobody })).toBe(isAllowed);
  });

  test("who only names an address passes where addresses are counted, and nowhere else", ({
    expect,
  }) => {
    const ada = { ip: "203.0.113.9", emailNormalised: "ada@example.com" };
    const bob = { ip: "203.0.113.9", emailNormalised: "bob@example.com" };
    for (const by of ["address", "ip+address", "account"] as const) {
      expect(compileAllowList(list, by)(ada)).toBe(true);
      expect(compileAllowList(list, by)(bob)).toBe(false);
    }
    for (const by of ["ip", "service"] as const)
      expect(compileAllowList(list, by)(ada)).toBe(false);
  });

  test("passes nothing when the list is empty", ({ expect }) => {
    expect(compileAllowList([], "ip")({ ip: "10.1.2.3", ...nobody })).toBe(false);
  });
});
