import { Readable } from "node:stream";
import fc from "fast-check";
import { test } from "vitest";
import { readLines } from "../../src/commands/read-lines.ts";

async function linesOf(pieces: Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  await readLines(Readable.from(pieces), (line, number) => {
    lines[number - 1] = line;
  });
  return lines;
}

test("lines are the same however the bytes come", async ({ expect }) => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line.filter((text) => text !== "")),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (wanted, pieceBytes, isEnded) => {
        const bytes = Buffer.from(wanted.join("\n") + (isEnded && wanted.length > 0 ? "\n" : ""));
        const pieces: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += pieceBytes)
          pieces.push(bytes.subarray(at, at + pieceBytes));
        expect(await linesOf(pieces)).toEqual(wanted);
      },
    ),
  );
});

test("an empty line in between is a line", async ({ expect }) => {
  expect(await linesOf([Buffer.from("a\n\nb\n")])).toEqual(["a", "", "b"]);
});

test("a line without an end does not fill the memory", async ({ expect }) => {
  let read = 0;
  async function* endless() {
    for (;;) {
      read++;
      yield Buffer.alloc(1 << 16, "x");
    }
  }
  await expect(readLines(endless(), () => {})).rejects.toThrow("line 1: it is longer than");
  expect(read).toBeLessThan(20);
});
