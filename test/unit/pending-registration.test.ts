import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { readPending, sealPending } from "../../src/domain/pending-registration.ts";
import { deriveKeys } from "../../src/keys.ts";

const keys = deriveKeys("a".repeat(40));
const END_MS = 1_800_000_000_000;
const pending = {
  id: randomUUID(),
  email: { address: "Ada@example.com", normalised: "ada@example.com" },
};
const sealed = sealPending(keys.pending, pending, END_MS);

describe("what a browser keeps of a registration", () => {
  test("is read again until its end", ({ expect }) => {
    expect(readPending(keys.pending, sealed, END_MS - 1)).toEqual(pending);
    expect(readPending(keys.pending, sealed, END_MS)).toBeNull();
  });

  test("is of no use under another key, or changed in any place", ({ expect }) => {
    const { pending: other } = deriveKeys("b".repeat(40));
    expect(readPending(other, sealed, 0)).toBeNull();
    // A passwordless code's id is sealed as well.
    expect(readPending(keys.otp, sealed, 0)).toBeNull();
    for (let i = 0; i < sealed.length; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === "A" ? "B" : "A") + sealed.slice(i + 1);
      expect(readPending(keys.pending, changed, 0), String(i)).toBeNull();
    }
    for (const text of ["", "x", "null", sealed.slice(1), `${sealed}A`])
      expect(readPending(keys.pending, text, 0)).toBeNull();
  });

  test("tells nobody who reads it whose it is, and is never the same twice", ({ expect }) => {
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toMatch(/ada|example/i);
    expect(sealPending(keys.pending, pending, END_MS)).not.toBe(sealed);
  });
});
