import { describe, test } from "vitest";
import { createAccessTokens } from "../../src/tokens/access-tokens.ts";
import { createDetailsSigner } from "../../src/tokens/signed-details.ts";
import { type Json, forge, partsOf, signerOf } from "../support/forge.ts";
import {
  AUDIENCE,
  ISSUER,
  KEYS,
  NONCE,
  type ProofService,
  judge,
  openProofs,
  subjectOf,
} from "../support/proofs.ts";

const both = (service: ProofService, changes: Json = {}): [string, object] => {
  const subject = subjectOf(service, changes);
  return [service.proofs.sign(subject), service.proofs.signShared(subject)];
};

describe("both forms of a proof", () => {
  test("say the same, whoever reads them", async ({ expect }) => {
    const service = await openProofs();
    const subject = subjectOf(service);
    const said = { iss: ISSUER, ...subject, email_verified: true };
    const expected = { audience: AUDIENCE, nonce: NONCE };
    const jws = await service.proofs.verify(service.proofs.sign(subject), expected);
    expect(jws).toEqual({ ok: true, value: { ...said, exp: subject.iat + 300 } });
    const details = await service.proofs.verify(service.proofs.signShared(subject), expected);
    expect(details).toEqual({ ok: true, value: { ...said, exp: subject.iat + 60 } });
  });

  test("are refused for any other audience, and with any other nonce", async ({ expect }) => {
    const service = await openProofs();
    for (const proof of both(service)) {
      for (const audience of ["shop", "", AUDIENCE.toUpperCase(), `${AUDIENCE}/`, "billing"])
        expect(await judge(service, proof, { audience })).toBe("It is for another audience.");
      for (const nonce of ["", "n", `${NONCE} `, NONCE.toLowerCase()])
        expect(await judge(service, proof, { nonce })).toBe("It has another nonce, or none.");
      // Whoever gave none along expects none.
      expect(await judge(service, proof, { nonce: undefined })).toBe("good");
    }
    const { nonce: _, ...without } = subjectOf(service);
    for (const proof of [service.proofs.sign(without), service.proofs.signShared(without)]) {
      expect(await judge(service, proof)).toBe("It has another nonce, or none.");
      expect(await judge(service, proof, { nonce: undefined })).toBe("good");
    }
  });

  test("are of one service alone, also when another one has the same keys", async ({ expect }) => {
    const service = await openProofs();
    const other = { ...subjectOf(service), iss: "https://id.evil.test", email_verified: true };
    const details = createDetailsSigner(KEYS).sign({
      ...other,
      email_verified: true,
      exp: other.iat + 60,
    });
    const { header } = partsOf(service.proofs.sign(subjectOf(service)));
    const ours = signerOf(service.keys.current().privateKey);
    const token = await forge(header, { ...other, exp: other.iat + 300 }, ours);
    for (const proof of [details, token])
      expect(await judge(service, proof)).toBe("Another service issued it.");
    const token2 = await forge(header, { ...other, iss: ISSUER, exp: other.iat + 300 }, ours);
    expect(await judge(service, token2)).toBe("good");
  });
});

describe("time is exact to the second, with a tolerance of five", () => {
  test("from when a proof was issued until it is over", async ({ expect }) => {
    const service = await openProofs();
    const { clock } = service;
    const issued = clock.seconds;
    const [token, details] = both(service);
    for (const [proof, life] of [
      [token, 300],
      [details, 60],
    ] as const)
      for (let d = -10; d <= 10; d++) {
        clock.seconds = issued + d;
        const early = "It was issued in the future: clocks are apart.";
        expect(await judge(service, proof), `${d}`).toBe(d < -5 ? early : "good");
        clock.seconds = issued + life + d;
        expect(await judge(service, proof), `${life} + ${d}`).toBe(d < 5 ? "good" : "It is over.");
      }
  });

  test("and no proof lives longer than ours do, though the right key signed it", async ({
    expect,
  }) => {
    const service = await openProofs();
    const subject = { iss: ISSUER, ...subjectOf(service), email_verified: true as const };
    const signer = createDetailsSigner(KEYS);
    const lasting = (seconds: number): object =>
      signer.sign({ ...subject, exp: subject.iat + seconds });
    expect(await judge(service, lasting(60))).toBe("good");
    expect(await judge(service, lasting(61))).toContain("form");
    const { header } = partsOf(service.proofs.sign(subjectOf(service)));
    const ours = signerOf(service.keys.current().privateKey);
    const aged = (age: number): Promise<string> =>
      forge(header, { ...subject, iat: subject.iat - age, exp: subject.iat + 3600 }, ours);
    expect(await judge(service, await aged(305))).toBe("good");
    expect(await judge(service, await aged(306))).toBe("It is over.");
  });
});

describe("no token is taken for another kind", () => {
  const claims = {
    accountId: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
    sessionId: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
    clientId: null,
  };

  test("a proof for an access token, or the other way round", async ({ expect }) => {
    const service = await openProofs();
    service.clock.seconds = Math.floor(Date.now() / 1000);
    const tokens = createAccessTokens({
      keys: service.keys,
      issuer: ISSUER,
      audience: AUDIENCE,
      lifeSeconds: 300,
    });
    const access = tokens.sign(claims);
    const [proof] = both(service);
    expect(await tokens.verify(access)).not.toBeNull();
    expect(await judge(service, proof)).toBe("good");
    expect(await tokens.verify(proof)).toBeNull();
    expect(await judge(service, access)).toBe("It is another kind of token.");
  });

  test("also when it has the claims of both: its type decides", async ({ expect }) => {
    const service = await openProofs();
    const [proof] = both(service);
    const { header, claims: said } = partsOf(proof);
    const ours = signerOf(service.keys.current().privateKey);
    const typed = async (typ: unknown): Promise<string> =>
      judge(service, await forge({ ...header, typ }, { ...said, sid: "x", client_id: "x" }, ours));
    expect(await typed("identity-proof+jwt")).toBe("good");
    for (const typ of ["at+jwt", "JWT", "identity-proof", "proof+jwt", "", undefined, null, 1])
      expect(await typed(typ), String(typ)).toBe("It is another kind of token.");
  });

  test("nor what is no proof at all", async ({ expect }) => {
    const service = await openProofs();
    const things = ["", ".", "..", "é.é.é", "null", "{}", [], {}, [{}], new Date(), /x/];
    for (const thing of things)
      expect(await judge(service, thing)).toContain("It has not the form");
  });
});
