import { DatabaseError } from "pg";
import { describe, test } from "vitest";
import { createLog } from "../../src/log.ts";

/** The one line that is written, as it went out and read again. */
function logged(err: unknown): { line: string; entry: { err: Record<string, unknown> } } {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  log.error({ err }, "request failed");
  const [line = "", ...more] = lines;
  if (more.length > 0) throw new Error("more than one line");
  return { line, entry: JSON.parse(line) };
}

describe("an error", () => {
  const cause = Object.assign(new Error("the cause"), { parameters: ["canary-in-the-cause"] });
  const error = Object.assign(new DatabaseError("duplicate key", 1, "error"), {
    cause,
    code: "23505",
    detail: "Key (email)=(canary-in-the-detail) exists.",
    parameters: ["canary-in-a-parameter"],
    query: "insert canary-in-a-query",
    request: { headers: { authorization: "canary-in-a-header" } },
    response: { body: "canary-in-a-body" },
  });

  test("loses what a driver hung on it", ({ expect }) => {
    const { line } = logged(error);
    expect(JSON.stringify(error)).toContain("canary");
    expect(line).not.toContain("canary");
  });

  test("keeps what names the fault: type, message, stack, code and cause, and nothing else", ({
    expect,
  }) => {
    const { entry } = logged(error);
    expect(Object.keys(entry.err).toSorted()).toEqual([
      "cause",
      "code",
      "message",
      "stack",
      "type",
    ]);
    expect(entry).toMatchObject({
      level: "error",
      service: "latchkey",
      msg: "request failed",
      err: {
        message: "duplicate key",
        code: "23505",
        stack: expect.stringContaining("log.test.ts"),
        cause: { type: "Error", message: "the cause" },
      },
    });
  });

  test("would show a value that is logged on purpose (control)", ({ expect }) => {
    expect(logged(new Error("canary")).line).toContain("canary");
  });

  test("of several causes keeps all of them", ({ expect }) => {
    const deep = new Error("outer", { cause: new Error("middle", { cause: new Error("inner") }) });
    expect(logged(deep).entry.err).toMatchObject({
      message: "outer",
      cause: { message: "middle", cause: { message: "inner" } },
    });
  });

  test("that is no Error is a message, not its members", ({ expect }) => {
    expect(logged({ password: "canary" }).line).not.toContain("canary");
    expect(logged(new Error("x", { cause: { password: "canary" } })).line).not.toContain("canary");
    expect(logged("text").entry.err).toEqual({ message: "text" });
  });

  test("that is its own cause is logged, not thrown", ({ expect }) => {
    const loop = new Error("loop");
    loop.cause = loop;
    expect(logged(loop).entry.err).toMatchObject({ message: "loop" });
    const [first, second] = [new Error("first"), new Error("second")];
    Object.assign(first, { cause: second });
    Object.assign(second, { cause: first });
    expect(logged(first).entry.err).toMatchObject({ cause: { message: "second" } });
  });

  test("with a code that is no text or number loses it", ({ expect }) => {
    const odd = Object.assign(new Error("odd"), { code: { parameters: ["canary"] } });
    expect(logged(odd).line).not.toContain("canary");
  });
});

describe("the log", () => {
  const linesOf = (level: string): number => {
    const lines: string[] = [];
    const log = createLog(level, { write: (line) => void lines.push(line) });
    log.info("one");
    log.error("two");
    return lines.length;
  };

  test.for([
    ["info", 2],
    ["error", 1],
    ["silent", 0],
  ] as const)("at level %s writes %i of an info and an error", ([level, count], { expect }) => {
    expect(linesOf(level)).toBe(count);
  });

  test("writes one line of JSON, whatever line breaks come", ({ expect }) => {
    const { line, entry } = logged(new Error("first\nsecond\r\n{}"));
    expect(line.trimEnd()).not.toMatch(/[\n\r]/);
    expect(entry.err["message"]).toBe("first\nsecond\r\n{}");
  });
});
