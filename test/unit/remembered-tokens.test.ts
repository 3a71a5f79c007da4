import { randomUUID } from "node:crypto";
import { test } from "vitest";
import {
  type AccessTokens,
  type VerifiedAccess,
  createAccessTokens,
} from "../../src/tokens/access-tokens.ts";
import type { SigningKey, SigningKeys } from "../../src/tokens/signing-keys.ts";
import { openKeys } from "../support/key-file.ts";

const LIFE_SECONDS = 300;
const START_MS = 1_800_000_000_000;

type Place = {
  tokens: AccessTokens;
  /** Seconds since the start. */
  clock: { seconds: number };
  keys: SigningKeys;
  /** From now on every signature is a forgery to whoever looks at it. */
  breakSignatures(): void;
  /** Which key a name stands for from now on. */
  nameKey(find: SigningKeys["find"]): void;
  newToken(): string;
};

/** Access tokens on a clock and with keys that a test has in its hands. */
async function openPlace(rememberedMax?: number): Promise<Place> {
  const clock = { seconds: 0 };
  const keys = await openKeys(undefined);
  const other = await openKeys(undefined);
  let { find } = keys;
  const tokens = createAccessTokens({
    keys: { ...keys, find: (kid) => find(kid) },
    issuer: "https://a.test",
    audience: "b",
    lifeSeconds: LIFE_SECONDS,
    now: () => START_MS + clock.seconds * 1000,
    ...(rememberedMax !== undefined && { rememberedMax }),
  });
  const misnamed: SigningKey = { ...other.current(), kid: keys.current().kid };
  return {
    tokens,
    clock,
    keys,
    breakSignatures: () => void (find = () => misnamed),
    nameKey: (named) => void (find = named),
    newToken: () =>
      tokens.sign({ accountId: randomUUID(), sessionId: randomUUID(), clientId: null }),
  };
}

const areGood = ({ tokens }: Place, ...all: string[]): Promise<boolean[]> =>
  Promise.all(all.map(async (token) => (await tokens.verify(token)) !== null));

test("the signature of a token is looked at once, of each other token again", async ({
  expect,
}) => {
  const place = await openPlace();
  const [seen, unseen] = [place.newToken(), place.newToken()];
  const claims = await place.tokens.verify(seen);
  expect(claims).toMatchObject<Partial<VerifiedAccess>>({ issuedAt: START_MS / 1000 });
  place.breakSignatures();
  expect(await place.tokens.verify(seen)).toBe(claims);
  expect(await place.tokens.verify(unseen)).toBeNull();
});

test("a remembered token in another spelling, or cut, is none", async ({ expect }) => {
  const place = await openPlace();
  const token = place.newToken();
  expect(await areGood(place, token)).toEqual([true]);
  const last = token.at(-1) ?? "";
  // Idle bits of the last character: decoders take it for the same.
  const respelt = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    .split("")
    .filter((character) => character !== last)
    .map((character) => token.slice(0, -1) + character);
  expect(await areGood(place, ...respelt)).toEqual(respelt.map(() => false));
  expect(await areGood(place, `${token}A`, token.slice(0, -1), "")).toEqual([false, false, false]);
});

test("a key that is taken away ends what was remembered at once, and nothing else does", async ({
  expect,
}) => {
  const place = await openPlace();
  const token = place.newToken();
  expect(await areGood(place, token)).toEqual([true]);
  place.nameKey(() => undefined);
  expect(await areGood(place, token)).toEqual([false]);
  place.nameKey(place.keys.find);
  expect(await areGood(place, token)).toEqual([true]);
});

test("a remembered token ends when any other does, to the second, whatever the clock did before", async ({
  expect,
}) => {
  const place = await openPlace();
  const [token, control] = [place.newToken(), place.newToken()];
  expect(await areGood(place, token)).toEqual([true]);
  const asControl = async (seconds: number): Promise<boolean> => {
    place.clock.seconds = seconds;
    // Verified anew each time.
    const fresh = createAccessTokens({
      keys: place.keys,
      issuer: "https://a.test",
      audience: "b",
      lifeSeconds: LIFE_SECONDS,
      now: () => START_MS + seconds * 1000,
    });
    const isGood = (await fresh.verify(control)) !== null;
    expect(await areGood(place, token), `after ${seconds} s`).toEqual([isGood]);
    return isGood;
  };
  // Before it was issued, until its end, and five seconds of tolerance on both sides.
  expect(await asControl(-6)).toBe(false);
  expect(await asControl(-5)).toBe(true);
  expect(await asControl(0)).toBe(true);
  expect(await asControl(LIFE_SECONDS - 1)).toBe(true);
  expect(await asControl(LIFE_SECONDS + 4)).toBe(true);
  expect(await asControl(LIFE_SECONDS + 5)).toBe(false);
  expect(await asControl(LIFE_SECONDS + 86_400)).toBe(false);
  expect(await asControl(LIFE_SECONDS - 1)).toBe(true);
});

test("no more are remembered than may be: those that were not used for the longest time go", async ({
  expect,
}) => {
  const place = await openPlace(2);
  const [first, second, third] = [place.newToken(), place.newToken(), place.newToken()];
  expect(await areGood(place, first, second)).toEqual([true, true]);
  // The first is used again: the second is the one to go.
  expect(await areGood(place, first)).toEqual([true]);
  expect(await areGood(place, third)).toEqual([true]);
  place.breakSignatures();
  expect(await areGood(place, first, second, third)).toEqual([true, false, true]);
});

test("nothing is remembered of what was refused", async ({ expect }) => {
  const place = await openPlace();
  const token = place.newToken();
  place.breakSignatures();
  expect(await areGood(place, token)).toEqual([false]);
  place.nameKey(place.keys.find);
  expect(await areGood(place, token)).toEqual([true]);
});
