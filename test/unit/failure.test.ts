import { STATUS_CODES } from "node:http";
import fc from "fast-check";
import { describe, test } from "vitest";
import {
  FAILURES,
  UnavailableError,
  accept,
  refuse,
  toRetryAfterSeconds,
} from "../../src/domain/failure.ts";

const entries = Object.entries(FAILURES);

describe("the list of refusals", () => {
  test("has a registered HTTP error status for each", ({ expect }) => {
    expect(entries.length).toBeGreaterThan(10);
    for (const [code, { status }] of entries) {
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(STATUS_CODES[status], code).toBeDefined();
    }
  });

  test("names each in snake_case", ({ expect }) => {
    for (const [code] of entries) expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test("has a title of its own for each, one line without a full stop", ({ expect }) => {
    const titles = entries.map(([, { title }]) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z][^\n\r]*[^.\s]$/);
  });

  test("gives the statuses of the contract", ({ expect }) => {
    const contract = {
      code_incorrect: 400,
      invalid_credentials: 401,
      code_expired: 410,
      code_exhausted: 429,
      rate_limited: 429,
      overloaded: 503,
      unavailable: 503,
    } as const;
    for (const [code, status] of Object.entries(contract))
      expect(FAILURES[code as keyof typeof contract].status, code).toBe(status);
  });
});

test("a refusal is a value with its code and details, an acceptance one with its value", ({
  expect,
}) => {
  expect(refuse("code_incorrect", { attemptsLeft: 2 })).toEqual({
    ok: false,
    failure: { code: "code_incorrect", attemptsLeft: 2 },
  });
  expect(refuse("not_found")).toEqual({ ok: false, failure: { code: "not_found" } });
  expect(accept(0)).toEqual({ ok: true, value: 0 });
});

test("a fault with an answer of its own keeps its cause, and does not tell it", ({ expect }) => {
  const cause = new Error("password authentication failed for user postgres");
  const error = new UnavailableError("unavailable", 2, cause);
  expect(error.failure).toEqual({ code: "unavailable", retryAfterSeconds: 2 });
  expect(error.cause).toBe(cause);
  expect(error.message).not.toContain("postgres");
});

describe("Retry-After", () => {
  test.for([
    [-5000, 1],
    [0, 1],
    [1, 1],
    [999, 1],
    [1000, 1],
    [1001, 2],
    [59_999.5, 60],
    [60_000, 60],
    [3_600_000, 3600],
  ] as const)("of %i ms is %i s", ([ms, seconds], { expect }) => {
    expect(toRetryAfterSeconds(ms)).toBe(seconds);
  });

  test("is whole, at least 1, and never sooner than the wait ends", ({ expect }) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        const seconds = toRetryAfterSeconds(ms);
        expect(String(seconds)).toMatch(/^[1-9]\d*$/);
        expect(seconds * 1000).toBeGreaterThanOrEqual(ms);
        expect(seconds).toBeLessThanOrEqual(Math.max(1, ms / 1000 + 1));
      }),
    );
  });
});
