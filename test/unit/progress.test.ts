import { describe, test } from "vitest";
import { createProgress } from "../../src/commands/progress.ts";

function createScreen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) > 0 };
}

describe("progress", () => {
  test("is told on a terminal in per cent, and taken away at the end", ({ expect }) => {
    const screen = createScreen(true);
    const progress = createProgress(screen, 200);
    progress.show(51);
    progress.end();
    expect(screen.written).toEqual(["\r\u001b[K25 %", "\r\u001b[K"]);
  });

  test("is never above 100 % of a file that grows", ({ expect }) => {
    const screen = createScreen(true);
    createProgress(screen, 200).show(300);
    expect(screen.written).toEqual(["\r\u001b[K100 %"]);
  });

  test("is told in bytes when the size is unknown", ({ expect }) => {
    const screen = createScreen(true);
    createProgress(screen, null).show(12_400_000);
    expect(screen.written).toEqual(["\r\u001b[K12 MB"]);
  });

  test("is not told at every step", ({ expect }) => {
    const screen = createScreen(true);
    const progress = createProgress(screen, 1e6);
    for (let bytes = 0; bytes < 50; bytes++) progress.show(bytes);
    expect(screen.written.length).toBeLessThan(50);
  });

  test("is not told where nobody looks", ({ expect }) => {
    const screen = createScreen(false);
    const progress = createProgress(screen, 200);
    progress.show(51);
    progress.end();
    expect(screen.written).toEqual([]);
  });
});
