import { afterEach, describe, test, vi } from "vitest";
import { type IdentityClaims, type ProofOptions, verifyProof } from "../../openapi/client/index.ts";
import { createIdentityProofs } from "../../src/tokens/identity-proofs.ts";
import { flipBits, forge, partsOf, respell, signerOf, strangersKeys } from "../support/forge.ts";
import { openKeys } from "../support/key-file.ts";
import { serve } from "../support/web-server.ts";

const ISSUER = "https://id.shop.test/path";
const keys = await openKeys(undefined);
const keySet = { keys: keys.all().map(({ publicJwk }) => publicJwk) };
const proofs = createIdentityProofs({ keys, issuer: ISSUER, lifeSeconds: 300, sharedKeys: [] });
const ours = signerOf(keys.current().privateKey);

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const subject = () => ({
  aud: "shop",
  sub: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "ada@example.com",
  purpose: "sign-in",
  nonce: "n-1",
  jti: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  iat: nowSeconds(),
});
const expected = { issuer: ISSUER, audience: "shop", keySet };

/** The claims, or the code of the error. */
const judge = (
  proof: unknown,
  options: ProofOptions = expected,
): Promise<IdentityClaims | string> =>
  verifyProof(proof as string, options).catch(
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

afterEach(() => {
  vi.useRealTimers();
});

test("a proof is believed, and its claims are given back", async ({ expect }) => {
  const given = subject();
  const claims = { iss: ISSUER, ...given, email_verified: true, exp: given.iat + 300 };
  const proof = proofs.sign(given);
  expect(await verifyProof(proof, expected)).toEqual(claims);
  expect(await verifyProof(proof, { ...expected, nonce: "n-1" })).toEqual(claims);
  const { nonce: _, ...without } = given;
  expect(await verifyProof(proofs.sign(without), expected)).not.toHaveProperty("nonce");
});

describe("a proof is not believed", () => {
  test("with any one bit of it flipped, nor in another spelling", async ({ expect }) => {
    const proof = proofs.sign(subject());
    const mutants = ([0, 1, 2] as const).flatMap((part) => {
      const { length } = Buffer.from(proof.split(".")[part] ?? "", "base64url");
      return Array.from({ length: 8 }, () => flipBits(proof, part, length)).flat();
    });
    const characters = Array.from(proof, (character, i) => [
      `bit 0 of character ${i}`,
      proof.slice(0, i) + String.fromCharCode(character.charCodeAt(0) ^ 1) + proof.slice(i + 1),
    ]);
    const all = [...mutants, ...characters, ...respell(proof), ["a space", `${proof} `]];
    expect(all.length).toBeGreaterThan(3000);
    const judged = await Promise.all(all.map(([, mutant]) => judge(mutant)));
    expect(judged.filter((each) => typeof each !== "string")).toEqual([]);
    expect(typeof (await judge(proof))).toBe("object");
  });

  test("by another audience, issuer or session", async ({ expect }) => {
    const proof = proofs.sign(subject());
    expect(await judge(proof, { ...expected, audience: "billing" })).toBe("wrong_audience");
    expect(await judge(proof, { ...expected, issuer: "https://id.test" })).toBe("wrong_issuer");
    expect(await judge(proof, { ...expected, nonce: "n-2" })).toBe("wrong_nonce");
    const { nonce: _, ...without } = subject();
    expect(await judge(proofs.sign(without), { ...expected, nonce: "n-1" })).toBe("wrong_nonce");
  });

  test("before its time and after it, whose clocks may differ by five seconds", async ({
    expect,
  }) => {
    const given = subject();
    const proof = proofs.sign(given);
    const at = (seconds: number): Promise<IdentityClaims | string> => {
      vi.useFakeTimers({ toFake: ["Date"], now: (given.iat + seconds) * 1000 });
      return judge(proof);
    };
    expect(await at(-6)).toBe("not_yet_valid");
    expect(typeof (await at(-5))).toBe("object");
    expect(typeof (await at(304))).toBe("object");
    expect(await at(305)).toBe("expired");
    vi.setSystemTime((given.iat + 301) * 1000);
    expect(await judge(proof, { ...expected, toleranceSeconds: 0 })).toBe("expired");
  });

  test("when the service's own key signed something else", async ({ expect }) => {
    const { header, claims } = partsOf(proofs.sign(subject()));
    const sign = async (head: object, body: object | string): Promise<IdentityClaims | string> =>
      judge(
        await forge(
          { ...header, ...head },
          typeof body === "string" ? body : { ...claims, ...body },
          ours,
        ),
      );
    expect(typeof (await sign({}, {}))).toBe("object");
    expect(await sign({ typ: "at+jwt" }, {})).toBe("wrong_type");
    expect(await sign({ typ: "JWT" }, {})).toBe("wrong_type");
    expect(await sign({}, { email_verified: false })).toBe("malformed");
    expect(await sign({}, { email_verified: "true" })).toBe("malformed");
    expect(await sign({}, { aud: ["shop"] })).toBe("malformed");
    expect(await sign({}, { exp: undefined })).toBe("malformed");
    expect(await sign({}, { exp: "9999999999" })).toBe("malformed");
    expect(await sign({}, { nonce: "" })).toBe("malformed");
    expect(await sign({}, "[]")).toBe("malformed");
    expect(await sign({}, "null")).toBe("malformed");
    expect(await sign({}, "{")).toBe("malformed");
  });

  test("signed by a stranger, by none, or by a key that is gone", async ({ expect }) => {
    const { header, claims } = partsOf(proofs.sign(subject()));
    for (const { alg, jwk, signer } of strangersKeys()) {
      const token = await forge({ ...header, alg, jwk }, claims, signer);
      expect(await judge(token), alg).toMatch(/^wrong_(signature|type)$/);
    }
    expect(
      await judge(await forge({ ...header, alg: "none" }, claims, () => Buffer.alloc(0))),
    ).toBe("wrong_type");
    const others = { keys: [(await openKeys(undefined)).current().publicJwk] };
    expect(await judge(proofs.sign(subject()), { ...expected, keySet: others })).toBe(
      "wrong_signature",
    );
  });

  test.for([undefined, null, 7, {}, "", "a.b", "a.b.c", "..", "ünïcode", new Uint8Array(9)])(
    "when it is %j",
    async (thing, { expect }) => {
      expect(await judge(thing)).toBe("malformed");
    },
  );
});

test.for([
  { audience: undefined },
  { audience: "" },
  { issuer: undefined },
  { nonce: undefined },
  { nonce: "" },
  { toleranceSeconds: Number.NaN },
  { toleranceSeconds: Infinity },
  { toleranceSeconds: "5" },
  { toleranceSeconds: -1 },
])("a missing variable switches no check off: %j", async (missing, { expect }) => {
  const options = { ...expected, ...missing } as unknown as ProofOptions;
  await expect(verifyProof(proofs.sign(subject()), options)).rejects.toThrow(TypeError);
});

test("keys are fetched once for many proofs, and when they cannot be had that is said", async ({
  expect,
}) => {
  let asked = 0;
  let isAway = true;
  using server = await serve((request, response) => {
    asked++;
    const isThere = request.url === "/path/.well-known/jwks.json" && !isAway;
    response.writeHead(isThere ? 200 : 503).end(JSON.stringify(keySet));
  });
  const issuer = `${server.origin}/path`;
  const elsewhere = createIdentityProofs({ keys, issuer, lifeSeconds: 300, sharedKeys: [] });
  const options = { issuer, audience: "shop" };
  expect(await judge(elsewhere.sign(subject()), options)).toBe("keys_unavailable");
  isAway = false;
  const many = Array.from({ length: 20 }, () => judge(elsewhere.sign(subject()), options));
  for (const judged of await Promise.all(many)) expect(typeof judged).toBe("object");
  // An unknown key is asked for again only after a while.
  const { header, claims } = partsOf(elsewhere.sign(subject()));
  const unknown = await forge({ ...header, kid: "unknown" }, claims, ours);
  expect(await judge(unknown, options)).toBe("wrong_signature");
  expect(asked).toBe(2);
  const nowhere = { issuer: "http://127.0.0.1:9", audience: "shop" };
  expect(await judge(proofs.sign(subject()), nowhere)).toBe("keys_unavailable");
});
