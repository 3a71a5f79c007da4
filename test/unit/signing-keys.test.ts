import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { ConfigError } from "../../src/config.ts";
import { type AccessTokens, createAccessTokens } from "../../src/tokens/access-tokens.ts";
import { keyOfSeed, writeKeySet } from "../../src/tokens/key-set.ts";
import type { SigningKeys } from "../../src/tokens/signing-keys.ts";
import { newKeyFile, openKeys } from "../support/key-file.ts";

const HOUR_MS = 3_600_000;
const made = (hoursAgo: number): ReturnType<typeof keyOfSeed> =>
  keyOfSeed(randomBytes(32), Math.floor(Date.now() / 1000) * 1000 - hoursAgo * HOUR_MS);
const kidsOf = (keys: SigningKeys): string[] => keys.all().map(({ kid }) => kid);
const tokensOf = (keys: SigningKeys): AccessTokens =>
  createAccessTokens({ keys, issuer: "https://a.test", audience: "b", lifeSeconds: 300 });
const CLAIMS = {
  accountId: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  sessionId: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  clientId: null,
};

test("without keys of their own, all instances with one SECRET_KEY have the same", async ({
  expect,
}) => {
  const keys = await openKeys(undefined);
  expect(kidsOf(keys)).toEqual([keys.current().kid]);
  await keys.refresh();
  expect(keys.lines).toEqual([]);
});

test("a key that is taken out of the file verifies nothing any more, by itself within seconds", async ({
  expect,
}) => {
  await using place = await newKeyFile();
  const [old, current] = [made(3), made(2)];
  await writeFile(place.file, writeKeySet([current, old]));
  const keys = await openKeys(place.file);
  const tokens = tokensOf(keys);
  const token = tokens.sign(CLAIMS);
  expect(await tokens.verify(token)).not.toBeNull();
  expect(keys.current().kid).toBe(current.kid);
  const next = made(1);
  await writeFile(`${place.file}.new`, writeKeySet([next]));
  await rename(`${place.file}.new`, place.file);
  // Nobody asks for it: the file is followed.
  await expect.poll(() => keys.current().kid).toBe(next.kid);
  expect(await tokens.verify(token)).toBeNull();
  expect(keys.find(current.kid)).toBeUndefined();
  expect(await tokens.verify(tokens.sign(CLAIMS))).not.toBeNull();
  keys.close();
});

test("a key that is long out of use verifies nothing, though it is still in the file", async ({
  expect,
}) => {
  await using place = await newKeyFile();
  const [old, current] = [made(3), made(2)];
  await writeFile(place.file, writeKeySet([old, current]));
  const keys = await openKeys(place.file);
  expect(kidsOf(keys)).toEqual([current.kid]);
  keys.close();
});

describe("a file that is broken", () => {
  test("for a moment changes nothing, and is told once, without what is in it", async ({
    expect,
  }) => {
    await using place = await newKeyFile();
    const [first, second] = [made(2), made(1)];
    await writeFile(place.file, writeKeySet([first]));
    const keys = await openKeys(place.file);
    const tokens = tokensOf(keys);
    const token = tokens.sign(CLAIMS);
    const whole = writeKeySet([second]);
    const states = [whole.slice(0, -20), "", '{"keys":[]}', whole.replace(second.x, first.x)];
    for (const text of states) {
      await writeFile(place.file, text);
      await keys.refresh();
      expect(keys.current().kid).toBe(first.kid);
      expect(await tokens.verify(token)).not.toBeNull();
    }
    await rm(place.file);
    await keys.refresh();
    expect(keys.current().kid).toBe(first.kid);
    expect(keys.lines.filter((line) => line.includes("cannot be read"))).toHaveLength(1);
    await writeFile(place.file, whole);
    await keys.refresh();
    expect(keys.current().kid).toBe(second.kid);
    expect(keys.lines.at(-1)).toContain(second.kid);
    for (const { d } of [first, second]) expect(keys.lines.join()).not.toContain(d);
    keys.close();
  });

  test("at the start is refused with all that is wrong, and no secret", async ({ expect }) => {
    await using place = await newKeyFile();
    const [jwk] = (JSON.parse(writeKeySet([made(1)])) as { keys: { d: string }[] }).keys;
    if (!jwk) throw new Error("no key");
    await writeFile(
      place.file,
      JSON.stringify({ keys: [{ ...jwk, kid: "x" }, jwk, { ...jwk, x: made(1).x }] }),
    );
    const refused = await openKeys(place.file).then(String, (error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    const { message } = refused as ConfigError;
    expect(message.match(/^ {2}SIGNING_KEYS_FILE: keys\.\d: /gm)?.length).toBeGreaterThanOrEqual(3);
    expect(message).not.toContain(jwk.d);
    await expect(openKeys(`${place.file}.none`)).rejects.toThrow(
      /SIGNING_KEYS_FILE: cannot be read/,
    );
  });
});
