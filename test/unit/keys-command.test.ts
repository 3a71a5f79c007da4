import { randomBytes } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { ConfigError } from "../../src/config.ts";
import { deriveKeys } from "../../src/keys.ts";
import { keyOfSeed, parseKeySet, writeKeySet } from "../../src/tokens/key-set.ts";
import { newKeyFile, openKeys, runKeys } from "../support/key-file.ts";

const HOUR_MS = 3_600_000;
const made = (hoursAgo: number): ReturnType<typeof keyOfSeed> =>
  keyOfSeed(randomBytes(32), Math.floor(Date.now() / 1000) * 1000 - hoursAgo * HOUR_MS);

describe("keys rotate", () => {
  const environmentOf = (file: string): Record<string, string> => ({ SIGNING_KEYS_FILE: file });

  test("makes the file, for its owner alone, with the key from before beside the new one", async ({
    expect,
  }) => {
    await using place = await newKeyFile();
    const environment = { ...environmentOf(place.file), SECRET_KEY: "of the service" };
    expect(runKeys(["rotate"], environment).status).toBe(0);
    expect((await stat(place.file)).mode & 0o777).toBe(0o600);
    const before = keyOfSeed(deriveKeys("of the service").signing.export(), 0);
    const { keys } = parseKeySet(await readFile(place.file, "utf8"));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toEqual(before);
    // In force: until all instances have the file, and ten minutes.
    const opened = await openKeys(place.file);
    expect(opened.current().kid).toBe(before.kid);
    opened.close();
  });

  test("adds a key and takes away those out of use for a day, no other", async ({ expect }) => {
    await using place = await newKeyFile();
    const kept = [made(30), made(20), made(1)];
    await writeFile(place.file, writeKeySet([made(200), made(100), ...kept]));
    const { status, stdout } = runKeys(["rotate"], environmentOf(place.file));
    expect(status).toBe(0);
    const { keys } = parseKeySet(await readFile(place.file, "utf8"));
    // The one of 100 hours ago signed until 30 hours ago, and could last be of use a day and more ago.
    expect(keys.slice(0, -1)).toEqual(kept);
    expect(keys).toHaveLength(4);
    expect(stdout.split("\n").map((line) => line.slice(0, 43))).toEqual([
      ...keys.map(({ kid }) => kid),
      "",
    ]);
    expect(stdout).not.toContain(keys[0]?.d);
  });

  test("leaves a file alone that it cannot read", async ({ expect }) => {
    await using place = await newKeyFile();
    await writeFile(place.file, "not keys");
    expect(() => runKeys(["rotate"], environmentOf(place.file))).toThrow(ConfigError);
    expect(await readFile(place.file, "utf8")).toBe("not keys");
  });
});

test("two rotations in one second keep their order: what signs goes on", async ({ expect }) => {
  for (let round = 0; round < 10; round++) {
    await using place = await newKeyFile();
    const environment = { SIGNING_KEYS_FILE: place.file };
    runKeys(["rotate"], environment, 1_800_000_000_000);
    const keys = await openKeys(place.file, () => 1_800_000_000_500);
    const { kid } = keys.current();
    runKeys(["rotate"], environment, 1_800_000_000_500);
    runKeys(["rotate"], environment, 1_700_000_000_000);
    await keys.refresh();
    expect(keys.current().kid).toBe(kid);
    expect(keys.all()).toHaveLength(3);
    keys.close();
  }
});

test("keys list tells what each does, and remove takes one away, but not the last", async ({
  expect,
}) => {
  await using place = await newKeyFile();
  const environment = { SIGNING_KEYS_FILE: place.file };
  expect(() => runKeys(["list"], environment)).toThrow(/rotate makes it/);
  const [over, signing] = [made(5), made(3)];
  await writeFile(place.file, writeKeySet([over, signing]));
  runKeys(["rotate"], environment);
  const { stdout } = runKeys(["list"], environment);
  const words = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("  ")[2]?.split(" ")[0]);
  expect(words).toEqual(["out", "signs", "published,"]);
  expect(runKeys(["remove", "nobody"], environment)).toMatchObject({ status: 1 });
  expect(runKeys(["remove", signing.kid], environment)).toMatchObject({ status: 0 });
  expect(runKeys(["remove", over.kid], environment)).toMatchObject({ status: 0 });
  const [last] = parseKeySet(await readFile(place.file, "utf8")).keys;
  expect(runKeys(["remove", last?.kid ?? ""], environment)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("rotate first"),
  });
  for (const args of [[], ["x"], ["rotate", "now"], ["remove"], ["remove", "a", "b"]])
    expect(runKeys(args, environment)).toMatchObject({ status: 2, stdout: "" });
  expect(() => runKeys(["rotate"], {})).toThrow(/SIGNING_KEYS_FILE: is required/);
});
