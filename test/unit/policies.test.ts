import { describe, test } from "vitest";
import { POLICIES, parsePolicy } from "../../src/limits/policies.ts";

describe("a quota", () => {
  test.for([
    ["5/15m", 5, 900],
    ["10/1d", 10, 86_400],
    ["1/s", 1, 1],
    ["3/m", 3, 60],
    ["3/h", 3, 3600],
    ["100/2h", 100, 7200],
    ["9999999/9999d", 9_999_999, 863_913_600],
  ] as const)("%s is %i in %i seconds", ([text, quota, windowSeconds], { expect }) => {
    expect(parsePolicy(text, "ip")).toEqual({ quota, windowSeconds, by: "ip" });
  });

  test.for([
    "",
    "5",
    "/",
    "/1m",
    "5/",
    "5/15",
    "0/1m",
    "5/0m",
    "05/1m",
    "5/01m",
    "-5/1m",
    "+5/1m",
    "5/-1m",
    "5/1y",
    "5/1M",
    "5/1ms",
    "5.5/1m",
    "5/1.5m",
    "5 / 1m",
    " 5/1m",
    "5/1m ",
    "5/1m\n",
    "1e3/1m",
    "0x5/1m",
    "٥/1m",
    "5/1m,",
    "5/1m,10/1h",
    "10000000/1m",
    "5/10000m",
    "Infinity/1m",
  ])("%j is none", (text, { expect }) => {
    expect(() => parsePolicy(text, "ip")).toThrow("is not a quota");
  });

  test.for(["ip", "address", "ip+address"] as const)(
    "is counted by %s as asked",
    (by, { expect }) => {
      expect(parsePolicy("1/1s", by).by).toBe(by);
    },
  );
});

describe("the policies", () => {
  test("that a stranger could spend for somebody else are those that protect an inbox", ({
    expect,
  }) => {
    const byAddressAlone = Object.entries(POLICIES).filter(([, { by }]) => by === "address");
    expect(byAddressAlone.map(([name]) => name)).toEqual(["send.hour", "send.day"]);
  });

  test("allow 5 mails an hour and 10 a day to one address", ({ expect }) => {
    expect(POLICIES["send.hour"]).toMatchObject({ quota: 5, windowSeconds: 3600 });
    expect(POLICIES["send.day"]).toMatchObject({ quota: 10, windowSeconds: 86_400 });
  });

  test("have names that fit in a header field as they are", ({ expect }) => {
    for (const name of Object.keys(POLICIES)) expect(name).toMatch(/^[a-z]+\.[a-z]+$/);
  });
});
