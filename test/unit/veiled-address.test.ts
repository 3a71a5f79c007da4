import fc from "fast-check";
import { describe, test } from "vitest";
import { parseEmailAddress, veilEmailAddress } from "../../src/domain/email-address.ts";

describe("strangers see", () => {
  test.each([
    ["ada@example.com", "a***@e***.com"],
    ["a@b.co", "a***@b***.co"],
    ["ada.lovelace+news@mail.corp.example.co.uk", "a***@m***.uk"],
    ["ada@xn--bcher-kva.example", "a***@b***.example"],
    ["ada@xn--80aswg.xn--p1ai", "a***@с***.рф"],
    ["'ada@example.com", "'***@e***.com"],
    ["+@x--y.museum", "+***@x***.museum"],
  ])("%s as %s", async (address, veiled) => {
    const { expect } = await import("vitest");
    expect(veilEmailAddress(address)).toBe(veiled);
  });

  test("of any address two letters and the last label, in the same form", ({ expect }) => {
    fc.assert(
      fc.property(fc.emailAddress(), (text) => {
        const address = parseEmailAddress(text)?.address;
        if (address === undefined) return;
        expect(veilEmailAddress(address)).toMatch(/^[^@]\*\*\*@[^@*]\*\*\*\.[^.@*]+$/u);
      }),
    );
  });
});
