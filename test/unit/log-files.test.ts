import { existsSync } from "node:fs";
import { appendFile, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, test, vi } from "vitest";
import { newLogDirectory, numbered } from "../support/log-directory.ts";

const DAY_MS = 86_400_000;
const PATIENCE = { timeout: 10_000, interval: 20 };
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const closedIn = (names: string[]): number =>
  names.filter((name) => /\.\d+\.log/.test(name)).length;
const until = (found: () => Promise<boolean>): Promise<boolean> => vi.waitUntil(found, PATIENCE);

describe("a file that grows too large", () => {
  test("is closed and compressed, and no line is lost, doubled or out of order", async ({
    expect,
  }) => {
    await using logs = await newLogDirectory();
    const files = await logs.open({ size: "4K" });
    const lines = numbered(1000);
    for (const [i, line] of lines.entries()) {
      files.write(`${line}\n`);
      // Some turns have many lines, others one; and what fills a file is in it before more comes.
      if (i % 37 < 12) await new Promise(setImmediate);
      if (i % 300 === 299) await until(async () => closedIn(await logs.names()) > i / 300 - 1);
    }
    await files.close();
    await logs.isTidy();
    expect(await logs.lines()).toEqual(lines);
    const closed = (await logs.names()).filter((file) => file.endsWith(".gz"));
    expect(closed.length).toBeGreaterThan(2);
    expect(closed).toContain(`latchkey-one.${dayOf(Date.now())}.1.log.gz`);
    for (const file of await logs.names())
      expect((await stat(join(logs.path, file))).mode & 0o777, file).toBe(0o640);
    expect(files.reports).toEqual([]);
  });
});

test("across the ends of periods no line is lost or doubled, whatever is on its way just then", async ({
  expect,
}) => {
  await using logs = await newLogDirectory();
  const files = await logs.open({ interval: "1s" });
  const lines: string[] = [];
  await until(async () => {
    for (const line of numbered(50, lines.length)) {
      lines.push(line);
      files.write(`${line}\n`);
      await new Promise(setImmediate);
    }
    return (await logs.names()).filter((file) => file.endsWith(".gz")).length >= 2;
  });
  await files.close();
  await logs.isTidy();
  expect(await logs.lines()).toEqual(lines);
});

describe("a start", () => {
  test("appends to the file of today", async ({ expect }) => {
    await using logs = await newLogDirectory();
    await appendFile(join(logs.path, "latchkey-one.log"), "before\n");
    const files = await logs.open();
    files.write("after\n");
    await files.close();
    expect(await logs.lines()).toEqual(["before", "after"]);
  });

  test("closes the file of an earlier day under that day's name", async ({ expect }) => {
    await using logs = await newLogDirectory();
    const [path, ended] = [join(logs.path, "latchkey-one.log"), Date.now() - 3 * DAY_MS];
    await appendFile(path, "before\n");
    await utimes(path, ended / 1000, ended / 1000);
    const files = await logs.open();
    files.write("after\n");
    const closed = join(logs.path, `latchkey-one.${dayOf(ended)}.1.log.gz`);
    await until(async () => existsSync(closed));
    expect(gunzipSync(await readFile(closed)).toString()).toBe("before\n");
    await files.close();
    expect(await readFile(path, "utf8")).toBe("after\n");
  });

  test("finishes what was killed while it compressed, and takes no other's file for its own", async ({
    expect,
  }) => {
    await using logs = await newLogDirectory();
    const name = `.${dayOf(Date.now())}.1.log`;
    await appendFile(join(logs.path, `latchkey-one${name}`), "whole\n");
    await appendFile(join(logs.path, `latchkey-one${name}.gz.part`), "half");
    await appendFile(join(logs.path, `latchkey-one-b${name}`), "another's\n");
    await logs.open();
    await until(async () => existsSync(join(logs.path, `latchkey-one${name}.gz`)));
    await until(async () => !(await logs.names()).includes(`latchkey-one${name}`));
    expect(await logs.names()).toEqual([
      `latchkey-one-b${name}`,
      `latchkey-one${name}.gz`,
      "latchkey-one.log",
    ]);
    expect(await logs.lines()).toEqual(["whole"]);
  });

  test.for(["a file", "below a file"])(
    "in a directory that is %s is refused",
    async (what, { expect }) => {
      await using logs = await newLogDirectory();
      const file = join(logs.path, "file");
      await writeFile(file, "");
      const given = what === "a file" ? file : join(file, "logs");
      await expect(logs.open({ directory: given })).rejects.toThrow(/EEXIST|ENOTDIR/);
    },
  );

  test("makes its directory, for its group to read", async ({ expect }) => {
    await using logs = await newLogDirectory();
    const directory = join(logs.path, "deep", "logs");
    await logs.open({ directory });
    expect((await stat(directory)).mode & 0o777).toBe(0o750);
  });
});

test("files older than so many whole days are removed, of all processes, and nothing else", async ({
  expect,
}) => {
  await using logs = await newLogDirectory();
  const daysAgo = (days: number): string => dayOf(Date.now() - days * DAY_MS);
  const kept = [
    `latchkey-one.${daysAgo(2)}.1.log.gz`,
    `latchkey-gone.${daysAgo(2)}.2.log.gz`,
    "latchkey-gone.log",
    "another.2001-01-01.1.log.gz",
    "latchkey-notes.txt",
  ];
  const removed = [
    `latchkey-one.${daysAgo(3)}.1.log.gz`,
    `latchkey-gone.${daysAgo(30)}.2.log.gz`,
    `latchkey-gone.${daysAgo(30)}.3.log`,
    "latchkey-old.log",
    "latchkey-old.log.gz.part",
  ];
  for (const file of [...kept, ...removed]) await writeFile(join(logs.path, file), "");
  const long = (Date.now() - 4 * DAY_MS) / 1000;
  for (const file of ["latchkey-old.log", "latchkey-old.log.gz.part", "latchkey-notes.txt"])
    await utimes(join(logs.path, file), long, long);
  await logs.open({ days: 2 });
  await until(async () => (await logs.names()).length === kept.length + 1);
  expect(await logs.names()).toEqual([...kept, "latchkey-one.log"].toSorted());
});

test("two processes share a directory, and neither touches the other's lines", async ({
  expect,
}) => {
  await using logs = await newLogDirectory();
  const both = await Promise.all(
    ["one", "two"].map(async (name) => logs.open({ name, size: "4K" })),
  );
  for (const line of numbered(300)) {
    for (const files of both) files.write(`${line}\n`);
    await new Promise(setImmediate);
  }
  await Promise.all(both.map((files) => files.close()));
  await logs.isTidy();
  for (const name of ["one", "two"]) {
    expect(await logs.lines(name)).toEqual(numbered(300));
  }
});
