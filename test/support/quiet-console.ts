import { afterEach, beforeEach, expect, vi } from "vitest";

// Output that no test asked for is an error: a warning of a driver, or a log line that went past the log.
beforeEach(() => {
  vi.spyOn(console, "error");
  vi.spyOn(console, "warn");
});

afterEach(() => {
  expect(console.error).not.toHaveBeenCalled();
  expect(console.warn).not.toHaveBeenCalled();
});
