import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from "jose";
import { afterEach, beforeEach, test, vi } from "vitest";
import { type AccessTokens, createAccessTokens } from "../../src/tokens/access-tokens.ts";
import { KEY_SET_MAX_AGE_SECONDS, LEAD_MS } from "../../src/tokens/key-life.ts";
import { keyOfSeed, parseKeySet, writeKeySet } from "../../src/tokens/key-set.ts";
import { newKeyFile, openKeys, runKeys } from "../support/key-file.ts";

const STEP_MS = 30_000;
const ISSUER = "https://id.shop.test";
const TOKEN_LIFE_SECONDS = 300;
const CLAIMS = {
  accountId: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  sessionId: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  clientId: null,
};

// Only the clock: forty minutes pass without waiting for one of them.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

type Instance = { keys: Awaited<ReturnType<typeof openKeys>>; tokens: AccessTokens };

async function openInstance(file: string, clockAheadMs: number): Promise<Instance> {
  const keys = await openKeys(file, () => Date.now() + clockAheadMs);
  const lifeSeconds = TOKEN_LIFE_SECONDS;
  const tokens = createAccessTokens({ keys, issuer: ISSUER, audience: ISSUER, lifeSeconds });
  return { keys, tokens };
}

/** Somebody else's service, which keeps the key set for as long as it may and asks for it no sooner. */
function openVerifier({ keys }: Instance): (token: string) => Promise<boolean> {
  const keySet = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`), {
    cacheMaxAge: KEY_SET_MAX_AGE_SECONDS * 1000,
    cooldownDuration: Infinity,
    [customFetch]: () =>
      Promise.resolve(Response.json({ keys: keys.all().map(({ publicJwk }) => publicJwk) })),
  });
  return (token) =>
    jwtVerify(token, keySet, { issuer: ISSUER, audience: ISSUER, typ: "at+jwt" }).then(
      () => true,
      () => false,
    );
}

type Change = (file: string) => void | Promise<void>;

/** Forty minutes of two instances that sign all the time, with a change of the keys after twelve. */
async function live(change: Change): Promise<{ refused: number; checked: number; kids: string[] }> {
  await using place = await newKeyFile();
  runKeys(["rotate"], { SIGNING_KEYS_FILE: place.file });
  // Their clocks are five minutes apart, all but a step.
  const instances = await Promise.all(
    [0, LEAD_MS / 2 - STEP_MS].map((ms) => openInstance(place.file, ms)),
  );
  const [here, there] = instances;
  if (!here || !there) throw new Error("no instances");
  const checks = [
    ...[here, there].map(
      ({ tokens }) =>
        async (token: string) =>
          (await tokens.verify(token)) !== null,
    ),
    ...[here, there].map(openVerifier),
  ];
  const made: { token: string; atMs: number }[] = [];
  const kids = new Set<string>();
  let [refused, checked] = [0, 0];
  for (let step = 0; step < 80; step++) {
    // In the middle of what the verifiers keep.
    if (step === 24) await change(place.file);
    // The second reads the file half a minute after the first.
    await here.keys.refresh();
    const signed = instances.map(({ tokens }) => tokens.sign(CLAIMS));
    for (const token of signed) {
      made.push({ token, atMs: Date.now() });
      kids.add(decodeProtectedHeader(token).kid ?? "");
    }
    await there.keys.refresh();
    const good = made.filter(({ atMs }) => Date.now() - atMs < TOKEN_LIFE_SECONDS * 1000);
    const results = await Promise.all(
      good.flatMap(({ token }) => checks.map((check) => check(token))),
    );
    checked += results.length;
    refused += results.filter((isGood) => !isGood).length;
    vi.setSystemTime(Date.now() + STEP_MS);
  }
  for (const { keys } of instances) keys.close();
  return { refused, checked, kids: [...kids] };
}

test("a rotation costs no token: both instances and those who keep the key set accept all", async ({
  expect,
}) => {
  const { refused, checked, kids } = await live((file) => {
    runKeys(["rotate"], { SIGNING_KEYS_FILE: file });
  });
  expect(kids).toHaveLength(2);
  expect(checked).toBeGreaterThan(5000);
  expect(refused).toBe(0);
});

test("and it would, if the new key signed at once (control)", async ({ expect }) => {
  const { refused, kids } = await live(async (file) => {
    const { keys } = parseKeySet(await readFile(file, "utf8"));
    const hasty = keyOfSeed(randomBytes(32), Date.now() - LEAD_MS + 1000);
    await writeFile(file, writeKeySet([...keys, hasty]));
  });
  expect(kids).toHaveLength(2);
  expect(refused).toBeGreaterThan(0);
});

test("the tokens of a key that is taken away are refused by us at once", async ({ expect }) => {
  await using place = await newKeyFile();
  const environment = { SIGNING_KEYS_FILE: place.file };
  runKeys(["rotate"], environment);
  const { keys, tokens } = await openInstance(place.file, 0);
  const token = tokens.sign(CLAIMS);
  runKeys(["rotate"], environment);
  await keys.refresh();
  expect(await tokens.verify(token)).not.toBeNull();
  runKeys(["remove", keys.current().kid], environment);
  await keys.refresh();
  expect(await tokens.verify(token)).toBeNull();
  expect(await tokens.verify(tokens.sign(CLAIMS))).not.toBeNull();
  keys.close();
});
