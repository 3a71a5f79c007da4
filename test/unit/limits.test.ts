import { describe, test } from "vitest";
import { clientAddress, networkOf } from "../../src/limits/client-address.ts";
import { POLICIES, parsePolicy } from "../../src/limits/policies.ts";

describe("a quota", () => {
  test.for([
    ["5/15m", 5, 900],
    ["10/1d", 10, 86_400],
    ["1/s", 1, 1],
    ["100/2h", 100, 7200],
  ] as const)("%s", ([text, quota, windowSeconds], { expect }) => {
    expect(parsePolicy(text, "ip")).toEqual({ quota, windowSeconds, by: "ip" });
  });

  test.for(["", "5", "0/1m", "5/0m", "-5/1m", "5/1y", "5.5/1m", "5 / 1m", "1e3/1m", "5/1m,"])(
    "%j is none",
    (text, { expect }) => {
      expect(() => parsePolicy(text, "ip")).toThrow("is not a quota");
    },
  );
});

test("what a stranger could spend of somebody else's is only what protects an inbox", ({
  expect,
}) => {
  const byAddressAlone = Object.entries(POLICIES).filter(([, { by }]) => by === "address");
  expect(byAddressAlone.map(([name]) => name)).toEqual(["send.hour", "send.day"]);
});

describe("the client's address", () => {
  const peer = "10.0.0.1";
  test.for([
    [0, "1.2.3.4", peer],
    [0, undefined, peer],
    [1, "1.2.3.4", "1.2.3.4"],
    [1, "9.9.9.9, 1.2.3.4", "1.2.3.4"],
    [2, "9.9.9.9, 1.2.3.4, 10.0.0.2", "1.2.3.4"],
    [2, "1.2.3.4", peer],
    [1, "", peer],
    [1, "nonsense", peer],
    [1, "1.2.3.4, nonsense", peer],
    [1, "0x7f.1", peer],
    [1, "1", peer],
    [1, undefined, peer],
    [1, "2001:db8::1", "2001:db8::1"],
  ] as const)("with %i trusted proxies and %j", ([trusted, header, expected], { expect }) => {
    expect(clientAddress(peer, header, trusted)).toBe(expected);
  });
});

describe("the network that is counted", () => {
  test("is one for an IPv4 address and its IPv6 form", ({ expect }) => {
    expect(networkOf("1.2.3.4")).toBe("1.2.3.4");
    expect(networkOf("::ffff:1.2.3.4")).toBe("1.2.3.4");
    expect(networkOf("1.2.3.5")).not.toBe("1.2.3.4");
  });

  test("is one for all addresses of an IPv6 /64, and another for the next", ({ expect }) => {
    expect(networkOf("2001:db8::1")).toBe(networkOf("2001:0DB8:0:0:ffff::9"));
    expect(networkOf("2001:db8::1")).not.toBe(networkOf("2001:db8:0:1::1"));
  });

  test("is one for everything that is no address", ({ expect }) => {
    expect(networkOf("")).toBe("unknown");
    expect(networkOf("nonsense")).toBe("unknown");
  });
});
