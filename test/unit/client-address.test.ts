import fc from "fast-check";
import { describe, test } from "vitest";
import { clientAddress, networkOf } from "../../src/limits/client-address.ts";

const PEER = "10.0.0.1";

describe("the client's address", () => {
  test.for([
    [0, undefined, PEER],
    [0, "1.2.3.4", PEER],
    [0, "9.9.9.9, 1.2.3.4", PEER],
    [1, undefined, PEER],
    [1, "1.2.3.4", "1.2.3.4"],
    [1, "9.9.9.9, 1.2.3.4", "1.2.3.4"],
    [1, "9.9.9.9,1.2.3.4", "1.2.3.4"],
    [1, " 1.2.3.4\t", "1.2.3.4"],
    [1, "2001:db8::1", "2001:db8::1"],
    [1, "::ffff:1.2.3.4", "::ffff:1.2.3.4"],
    [2, "1.2.3.4, 10.0.0.2", "1.2.3.4"],
    [2, "9.9.9.9, 1.2.3.4, 10.0.0.2", "1.2.3.4"],
  ] as const)("with %i trusted proxies and %j is %s", ([trusted, header, expected], { expect }) => {
    expect(clientAddress(PEER, header, trusted)).toBe(expected);
  });

  test.for([
    [1, ""],
    [1, ","],
    [1, "1.2.3.4,"],
    [1, "nonsense"],
    [1, "1.2.3.4, nonsense"],
    [1, "unknown"],
    [1, "_hidden"],
    [1, "1"],
    [1, "0x7f.1"],
    [1, "0x7f.0.0.1"],
    [1, "010.0.0.1"],
    [1, "1.2.3"],
    [1, "1.2.3.256"],
    [1, "1.2.3.4.5"],
    [1, "1.2.3.4:80"],
    [1, "[2001:db8::1]"],
    [1, "[2001:db8::1]:80"],
    [1, "2001:db8::1::2"],
    [1, "::ffff:1.2.3.999"],
    [1, "2001:db8::/32"],
    [1, "1.2.3.4/32"],
    [1, '"1.2.3.4"'],
    [1, "for=1.2.3.4"],
    [1, "1.2.3.4\u0000"],
    [1, "localhost"],
    [2, "1.2.3.4"],
    [2, "nonsense, 10.0.0.2"],
    [3, "1.2.3.4, 10.0.0.2"],
  ] as const)("with %i trusted proxies and %j is the socket's", ([trusted, header], { expect }) => {
    expect(clientAddress(PEER, header, trusted)).toBe(PEER);
  });

  test("is what the outermost trusted proxy saw, whatever the client wrote before it", ({
    expect,
  }) => {
    const forged = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 5 });
    fc.assert(
      fc.property(forged, fc.constantFrom(0, 1, 2), (lines, trusted) => {
        const seen = ["1.2.3.4", "10.0.0.2"].slice(0, trusted);
        const header = [...lines, ...seen].join(", ");
        expect(clientAddress(PEER, header, trusted)).toBe(trusted === 0 ? PEER : "1.2.3.4");
      }),
      { numRuns: 1000 },
    );
  });

  test("would be the forged one if one proxy too many were trusted (control)", ({ expect }) => {
    expect(clientAddress(PEER, "9.9.9.9, 1.2.3.4", 2)).toBe("9.9.9.9");
  });
});

describe("the network that is counted", () => {
  const group = fc.integer({ min: 1, max: 0xffff }).map((number) => number.toString(16));
  const half = fc.array(group, { minLength: 4, maxLength: 4 }).map((groups) => groups.join(":"));

  test("is one for an IPv4 address, also when it is written as IPv6", ({ expect }) => {
    for (const same of [
      "::ffff:1.2.3.4",
      "::FFFF:1.2.3.4",
      "::ffff:102:304",
      "0:0:0:0:0:ffff:102:304",
    ])
      expect(networkOf(same), same).toBe("1.2.3.4");
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (a, b) => {
        expect(networkOf(a)).toBe(a);
        expect(networkOf(`::ffff:${a}`)).toBe(a);
        expect(networkOf(a) === networkOf(b)).toBe(a === b);
      }),
    );
  });

  test("is one for all of an IPv6 /64, and another for the next", ({ expect }) => {
    expect(networkOf("2001:db8::1")).toBe("2001:db8::/64");
    expect(networkOf("2001:0DB8:0:0:ffff::9")).toBe("2001:db8::/64");
    expect(networkOf("2001:db8:0:1::1")).toBe("2001:db8:0:1::/64");
    fc.assert(
      fc.property(half, half, half, half, (networkA, networkB, hostA, hostB) => {
        const counted = networkOf(`${networkA}:${hostA}`);
        expect(networkOf(`${networkA}:${hostB}`)).toBe(counted);
        expect(networkOf(`${networkB}:${hostA}`) === counted).toBe(networkA === networkB);
      }),
      { numRuns: 500 },
    );
  });

  test("is one for every interface a link-local address came in by", ({ expect }) => {
    expect(networkOf("fe80::1%eth0")).toBe(networkOf("fe80::2%wlan0"));
  });

  test.for(["", "nonsense", "1.2.3.4:80", "[::1]", "1.2.3", "::ffff:1.2.3.999", " 1.2.3.4"])(
    "is the one for all that is no address: %j",
    (text, { expect }) => {
      expect(networkOf(text)).toBe("unknown");
    },
  );

  test("is never an exception, and is its own network", ({ expect }) => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[\da-f:.%/]{0,40}$/));
    fc.assert(
      fc.property(text, (address) => {
        const network = networkOf(address);
        expect(network).toMatch(/^(unknown|[\d.]+|[\da-f:]+\/64)$/);
        expect(networkOf(network.replace("/64", ""))).toBe(network);
      }),
      { numRuns: 2000 },
    );
  });
});
