import { existsSync, renameSync, writeFileSync } from "node:fs";
import { readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "vitest";
import { newLogDirectory, numbered } from "../support/log-directory.ts";

/** In one piece: a check in between would make the directory anew. */
function putAway(directory: string, away: string): void {
  renameSync(directory, away);
  writeFileSync(directory, "in its way");
}

/** What was told of writing; what is moved away cannot be tidied either. */
const standingOf = ({ reports }: { reports: string[] }): string[] =>
  reports.filter((each) => each !== "untidy");

describe("a disk that takes nothing any more", () => {
  test("is told of once, and when it does again, all that waited is written once", async ({
    expect,
  }) => {
    await using logs = await newLogDirectory();
    const [directory, away] = [join(logs.path, "logs"), join(logs.path, "away")];
    const files = await logs.open({ directory });
    files.write("first\n");
    await expect.poll(() => logs.lines("one", directory)).toHaveLength(1);
    putAway(directory, away);
    await expect.poll(() => standingOf(files)).toEqual(["broken"]);
    for (const line of numbered(20)) files.write(`${line}\n`);
    await unlink(directory);
    await expect.poll(() => standingOf(files)).toEqual(["broken", "mended, 0 lost"]);
    await files.close();
    expect(await logs.lines("one", away)).toEqual(["first"]);
    expect(await logs.lines("one", directory)).toEqual(numbered(20));
  });

  test("costs no memory without end: what is too much is counted", async ({ expect }) => {
    await using logs = await newLogDirectory();
    const [directory, away] = [join(logs.path, "logs"), join(logs.path, "away")];
    const files = await logs.open({ directory });
    putAway(directory, away);
    await expect.poll(() => standingOf(files)).toEqual(["broken"]);
    const megabyte = `${"x".repeat(1_048_575)}\n`;
    for (let i = 0; i < 8; i++) files.write(megabyte);
    await unlink(directory);
    await expect.poll(() => standingOf(files)).toEqual(["broken", "mended, 3 lost"]);
    await files.close();
    expect(await logs.lines("one", directory)).toHaveLength(5);
  });

  test("at a rotation is tried again, and what comes then is written", async ({ expect }) => {
    await using logs = await newLogDirectory();
    // No check comes in between.
    const files = await logs.open({ size: "4K", checkIntervalMs: 3000 });
    await unlink(join(logs.path, "latchkey-one.log"));
    files.write(`${"x".repeat(5000)}\n`);
    await expect.poll(() => standingOf(files)).toEqual(["broken"]);
    files.write("after\n");
    await expect.poll(() => standingOf(files)).toEqual(["broken", "mended, 0 lost"]);
    await files.close();
    expect(await logs.lines()).toEqual(["after"]);
  });
});

test("a directory that is moved away as soon as it is there is noticed", async ({ expect }) => {
  for (let i = 0; i < 20; i++) {
    await using logs = await newLogDirectory();
    const directory = join(logs.path, "logs");
    const files = await logs.open({ directory });
    putAway(directory, join(logs.path, "away"));
    await expect.poll(() => standingOf(files)).toEqual(["broken"]);
  }
});

test("a file that somebody moved away is begun anew, with no line lost", async ({ expect }) => {
  await using logs = await newLogDirectory();
  const files = await logs.open();
  const [path, away] = [join(logs.path, "latchkey-one.log"), join(logs.path, "away")];
  files.write("first\n");
  await expect.poll(() => readFile(path, "utf8")).toBe("first\n");
  await rename(path, away);
  const lines = numbered(100);
  for (const line of lines) {
    files.write(`${line}\n`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await expect.poll(() => existsSync(path)).toBe(true);
  await files.close();
  const all = (await readFile(away, "utf8")) + (await readFile(path, "utf8"));
  expect(all).toBe(["first", ...lines, ""].join("\n"));
  expect(files.reports).toEqual([]);
});

test("a closed log takes no more, and closing twice is nothing", async ({ expect }) => {
  await using logs = await newLogDirectory();
  const files = await logs.open();
  files.write("last\n");
  await files.close();
  files.write("too late\n");
  await files.close();
  expect(await logs.lines()).toEqual(["last"]);
});
