import { describe, test } from "vitest";
import { formatQuota, parseQuota } from "../../src/domain/quota.ts";
import { POLICIES, POLICY_NAMES } from "../../src/limits/policies.ts";

describe("a quota", () => {
  test.for([
    ["5/15m", 5, 900],
    ["10/1d", 10, 86_400],
    ["1/1s", 1, 1],
    ["100/2h", 100, 7200],
    ["999999/400d", 999_999, 34_560_000],
  ] as const)("%s is %i in %i seconds, and back", ([text, count, windowSeconds], { expect }) => {
    expect(parseQuota(text)).toEqual({ count, windowSeconds });
    expect(formatQuota({ count, windowSeconds })).toBe(text);
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
    "5/m",
    "1000000/1m",
    "5/401d",
    "5/10000m",
    "Infinity/1m",
  ])("%j is none", (text, { expect }) => {
    expect(parseQuota(text)).toBeNull();
  });

});

describe("the policies", () => {
  test("that a stranger could spend for somebody else are those that protect an inbox", ({
    expect,
  }) => {
    const byAddressAlone = Object.entries(POLICIES).filter(([, { by }]) => by === "address");
    expect(byAddressAlone.map(([name]) => name)).toEqual([
      "send.hour",
      "send.day",
      "reset.address",
      "otp-send.address",
    ]);
  });

  test("allow 5 mails an hour and 10 a day to one address", ({ expect }) => {
    expect(POLICIES["send.hour"]).toMatchObject({ quota: { count: 5, windowSeconds: 3600 } });
    expect(POLICIES["send.day"]).toMatchObject({ quota: { count: 10, windowSeconds: 86_400 } });
  });

  test("have names that fit in a header field as they are", ({ expect }) => {
    for (const name of POLICY_NAMES) expect(name).toMatch(/^[a-z-]+\.[a-z]+$/);
  });
});
