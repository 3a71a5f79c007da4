import { describe, test } from "vitest";
import { codesPerDay } from "../../src/domain/guess-bound.ts";
import { MAIL_LIMITS, POLICIES, POLICY_NAMES } from "../../src/limits/policies.ts";

describe("the policies", () => {
  test("that a stranger could spend for somebody else are those that protect an inbox or a password", ({
    expect,
  }) => {
    const byAddressAlone = Object.entries(POLICIES).filter(([, { by }]) => by === "address");
    expect(byAddressAlone.map(([name]) => name)).toEqual([
      "send.hour",
      "send.day",
      "sign-in.failures",
      "sign-in.devices",
      "reset.address",
      "otp-send.address",
      "otp-send.reserve",
    ]);
  });

  test("allow 5 mails an hour and 10 a day to one address", ({ expect }) => {
    expect(POLICIES["send.hour"]).toMatchObject({ quota: { count: 5, windowSeconds: 3600 } });
    expect(POLICIES["send.day"]).toMatchObject({ quota: { count: 10, windowSeconds: 86_400 } });
  });

  test("that count mails are those of sends, and no request without a mail spends one", ({
    expect,
  }) => {
    const named = POLICY_NAMES.filter((name) => name.startsWith("send."));
    expect([...MAIL_LIMITS].toSorted()).toEqual(
      [...named, "otp-send.address", "otp-send.reserve"].toSorted(),
    );
    // What bounds activation codes does not bound passwordless ones, and the other way round.
    const only = (name: keyof typeof POLICIES): number =>
      codesPerDay([[name, { ...POLICIES[name], mode: "enforce" }]]);
    expect(only("send.day")).toBeLessThan(100);
    expect(only("otp-send.address")).toBe(Number.POSITIVE_INFINITY);
  });

  test("have names that fit in a header field as they are", ({ expect }) => {
    for (const name of POLICY_NAMES) expect(name).toMatch(/^[a-z-]+\.[a-z]+$/);
  });
});
