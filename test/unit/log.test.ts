import { DatabaseError } from "pg";
import { test } from "vitest";
import { createLog } from "../../src/log.ts";

test("an error loses what a driver hung on it, and keeps what names the fault", ({ expect }) => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const cause = Object.assign(new Error("the cause"), { parameters: ["canary-in-the-cause"] });
  const error = Object.assign(new DatabaseError("duplicate key", 1, "error"), {
    cause,
    code: "23505",
    detail: "Key (email)=(canary-in-the-detail) exists.",
    request: { headers: { authorization: "canary-in-a-header" } },
  });
  log.error({ err: error }, "request failed");
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("canary");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    msg: "request failed",
    err: { message: "duplicate key", code: "23505", cause: { message: "the cause" } },
  });
});
