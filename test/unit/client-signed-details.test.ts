import fc from "fast-check";
import { afterEach, describe, test, vi } from "vitest";
import {
  type IdentityClaims,
  type SignedDetailsOptions,
  verifySignedDetails,
} from "../../openapi/client/index.ts";
import type { SignedDetails } from "../../src/domain/identity-claims.ts";
import { createIdentityProofs } from "../../src/tokens/identity-proofs.ts";
import { openKeys } from "../support/key-file.ts";

const ISSUER = "https://id.shop.test";
const NEWEST = "the-newest-key-of-both";
const OLDER = "the-older-key-of-both";
const expected = { issuer: ISSUER, audience: "shop", keys: [NEWEST] };
const keys = await openKeys(undefined);
const sharing = (...secrets: string[]): ReturnType<typeof createIdentityProofs> =>
  createIdentityProofs({
    keys,
    issuer: ISSUER,
    lifeSeconds: 300,
    sharedKeys: secrets.map((secret) => ({ name: "shop", secret })),
  });
const proofs = sharing(NEWEST, OLDER);

const subject = () => ({
  aud: "shop",
  sub: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "ada@example.com",
  purpose: "sign-in",
  nonce: "n-1",
  jti: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  iat: Math.floor(Date.now() / 1000),
});

/** The claims, or the code of the error. */
const judge = (
  details: unknown,
  options: SignedDetailsOptions = expected,
): Promise<IdentityClaims | string> =>
  verifySignedDetails(details, options).catch(
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

afterEach(() => {
  vi.useRealTimers();
});

test("signed details are believed, and nothing that was added to them", async ({ expect }) => {
  const details = proofs.signShared(subject());
  const { version: _, signature: __, ...claims } = details;
  expect(await judge({ ...details, role: "admin" })).toEqual(claims);
  expect(await judge(details, { ...expected, nonce: "n-1" })).toEqual(claims);
});

test("two keys are good while they change, in whatever order, and a third one is not", async ({
  expect,
}) => {
  const older = sharing(OLDER).signShared(subject());
  expect(await judge(older)).toBe("wrong_signature");
  expect(typeof (await judge(older, { ...expected, keys: [NEWEST, OLDER] }))).toBe("object");
  expect(typeof (await judge(older, { ...expected, keys: [OLDER, NEWEST] }))).toBe("object");
  const third = sharing("the-key-of-a-stranger").signShared(subject());
  expect(await judge(third, { ...expected, keys: [NEWEST, OLDER] })).toBe("wrong_signature");
});

test("one key that is no list of them is refused: a letter of it would be a key", async ({
  expect,
}) => {
  const options = { ...expected, keys: NEWEST } as unknown as SignedDetailsOptions;
  const guessed = sharing(NEWEST.slice(-1)).signShared(subject());
  for (const details of [guessed, proofs.signShared(subject())])
    await expect(verifySignedDetails(details, options)).rejects.toThrow(TypeError);
});

test("it reads what is signed as the service writes it, whatever is in the claims", async ({
  expect,
}) => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ sub: text, email: text, purpose: text, jti: text, nonce: text }),
      async (given) => {
        expect(await judge(proofs.signShared({ ...subject(), ...given }))).toMatchObject(given);
      },
    ),
    { numRuns: 500 },
  );
});

describe("signed details are not believed", () => {
  test("with any bit of the signature flipped, or in capitals", async ({ expect }) => {
    const details = proofs.signShared(subject());
    const bytes = Buffer.from(details.signature, "hex");
    const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      return { ...details, signature: copy.toString("hex") };
    });
    const judged = await Promise.all(flipped.map((each) => judge(each)));
    expect(new Set(judged)).toEqual(new Set(["wrong_signature"]));
    const capitals = { ...details, signature: details.signature.toUpperCase() };
    expect(await judge(capitals)).toBe("malformed");
  });

  test("with any claim changed, left out, of another type, or shifted into its neighbour", async ({
    expect,
  }) => {
    const details = proofs.signShared(subject());
    const names = Object.keys(details) as (keyof SignedDetails)[];
    expect(names).toHaveLength(12);
    const mutants = names.flatMap((name, i) => {
      const value = details[name];
      const next = names[(i + 1) % names.length] as keyof SignedDetails;
      const { [name]: _, ...without } = details;
      return [
        without,
        { ...details, [name]: typeof value === "number" ? value + 1 : `${String(value)}x` },
        { ...details, [name]: typeof value === "number" ? String(value) : [value] },
        { ...details, [name]: null },
        { ...details, [name]: "" },
        { ...details, [name]: details[next], [next]: value },
        {
          ...details,
          [name]: String(value).slice(0, -1),
          [next]: String(value).slice(-1) + String(details[next]),
        },
      ];
    });
    const judged = await Promise.all(mutants.map((each) => judge(each)));
    expect(judged.filter((each) => typeof each !== "string")).toEqual([]);
    expect(typeof (await judge(details))).toBe("object");
  });

  test("by another audience, issuer or session, or later than a minute", async ({ expect }) => {
    const given = subject();
    const details = proofs.signShared(given);
    expect(await judge(details, { ...expected, audience: "billing" })).toBe("wrong_audience");
    expect(await judge(details, { ...expected, issuer: "https://id.test" })).toBe("wrong_issuer");
    expect(await judge(details, { ...expected, nonce: "n-2" })).toBe("wrong_nonce");
    vi.useFakeTimers({ toFake: ["Date"], now: (given.iat + 64) * 1000 });
    expect(typeof (await judge(details))).toBe("object");
    vi.setSystemTime((given.iat + 65) * 1000);
    expect(await judge(details)).toBe("expired");
  });

  test("in another version, or when they are something else", async ({ expect }) => {
    const details = proofs.signShared(subject());
    expect(await judge({ ...details, version: 2 })).toBe("wrong_type");
    for (const thing of [undefined, null, 7, "", [], JSON.stringify(details)])
      expect(await judge(thing)).toBe("malformed");
  });
});

test.for([
  { keys: [] },
  { keys: [""] },
  { keys: [undefined] },
  { audience: undefined },
  { toleranceSeconds: Number.NaN },
])("a missing variable switches no check off: %j", async (missing, { expect }) => {
  const options = { ...expected, ...missing } as unknown as SignedDetailsOptions;
  const details = proofs.signShared(subject());
  await expect(verifySignedDetails(details, options)).rejects.toThrow(TypeError);
});
