import { describe, test } from "vitest";
import { deviceNameOf } from "../../src/http/device-name.ts";

describe("a device is called", () => {
  test.for([
    [
      "Safari on iOS",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    ],
    [
      "Chrome on Windows",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    ],
    [
      "Firefox on Linux",
      "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    ],
    ["curl", "curl/8.5.0"],
    ["node", "node"],
    ["Unknown device", undefined],
    ["Unknown device", "   "],
    ["Unknown device", "\u0001\u0002 <script>"],
  ] as const)("%s", ([name, userAgent], { expect }) => {
    expect(deviceNameOf(userAgent)).toBe(name);
  });

  test("in a few characters, whatever it sends", ({ expect }) => {
    for (const userAgent of [
      "x".repeat(8000),
      "(".repeat(8000),
      `Mozilla/5.0 ${"(a; ".repeat(2000)}`,
    ])
      expect(deviceNameOf(userAgent).length).toBeLessThanOrEqual(80);
  });
});
