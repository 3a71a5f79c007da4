import { describe, test } from "vitest";
import { createDetailsSigner } from "../../src/tokens/signed-details.ts";
import { newKeyFile, openKeys, runKeys } from "../support/key-file.ts";
import {
  AUDIENCE,
  ISSUER,
  KEYS,
  type ProofService,
  judge,
  openProofs,
  subjectOf,
} from "../support/proofs.ts";

const REFUSED = "It is not signed by a key of ours, or not as it is now.";

/** A service on a file of keys, by the same clock; with a rotation behind it. */
async function openRotated(
  file: string,
  lifeSeconds: number,
): Promise<{ service: ProofService; old: ProofService; atSecond(second: number): void }> {
  const start = 1_800_000_000;
  const clock = { seconds: start };
  const environment = { SIGNING_KEYS_FILE: file };
  runKeys(["rotate"], environment, (start - 60) * 1000);
  const now = (): number => clock.seconds * 1000;
  const lives = { ACCESS_TOKEN_SECONDS: 300, PROOF_SECONDS: lifeSeconds };
  const keys = await openKeys(file, now, lives);
  const [oldKey] = keys.all();
  if (!oldKey) throw new Error("no key");
  // Whoever got hold of the old key goes on with it.
  const thiefs = { ...keys, current: () => oldKey };
  const [service, old] = await Promise.all(
    [keys, thiefs].map((each) => openProofs({ keys: each, lifeSeconds })),
  );
  if (!service || !old) throw new Error("no service");
  const atSecond = (second: number): void => {
    clock.seconds = start + second;
    service.clock.seconds = clock.seconds;
    old.clock.seconds = clock.seconds;
  };
  runKeys(["rotate"], environment, now());
  await keys.refresh();
  return { service, old, atSecond };
}

const signNow = ({ proofs, ...service }: ProofService): string => proofs.sign(subjectOf(service));

describe("a signing key that was rotated out", () => {
  test("signs proofs that are good to their end, and then no more", async ({ expect }) => {
    await using place = await newKeyFile();
    const { service, old, atSecond } = await openRotated(place.file, 300);
    atSecond(599);
    const last = signNow(service);
    expect(last.split(".")[0]).toBe(signNow(old).split(".")[0]);
    atSecond(600);
    expect(signNow(service).split(".")[0]).not.toBe(last.split(".")[0]);
    for (const second of [600, 899]) {
      atSecond(second);
      expect(await judge(service, last)).toBe("good");
    }
    // Five minutes of proofs, and five for clocks that are apart.
    for (const [second, isGood] of [
      [1199, true],
      [1200, false],
      [90_000, false],
    ] as const) {
      atSecond(second);
      expect(await judge(service, signNow(old))).toBe(isGood ? "good" : REFUSED);
      expect(await judge(service, signNow(service))).toBe("good");
    }
  });

  test("stays published until the last proof it signed is over, when proofs live longer than access tokens", async ({
    expect,
  }) => {
    for (const [lifeSeconds, endSecond] of [
      [3600, 4500],
      [30, 1200],
    ] as const) {
      await using place = await newKeyFile();
      const { service, old, atSecond } = await openRotated(place.file, lifeSeconds);
      atSecond(599);
      const last = signNow(service);
      const published = (): number => service.keys.all().length;
      atSecond(599 + lifeSeconds);
      expect([await judge(service, last), published()]).toEqual(["good", 2]);
      atSecond(endSecond - 1);
      expect([await judge(service, signNow(old)), published()]).toEqual(["good", 2]);
      atSecond(endSecond);
      expect([await judge(service, signNow(old)), published()]).toEqual([REFUSED, 1]);
    }
  });

  test("signs nothing that is good once it was removed", async ({ expect }) => {
    await using place = await newKeyFile();
    const { service, old, atSecond } = await openRotated(place.file, 300);
    atSecond(720);
    const proof = signNow(old);
    expect(await judge(service, proof)).toBe("good");
    const kid = service.keys.all()[0]?.kid ?? "";
    runKeys(["remove", kid], { SIGNING_KEYS_FILE: place.file });
    await service.keys.refresh();
    for (const each of [proof, signNow(old)]) expect(await judge(service, each)).toBe(REFUSED);
    expect(await judge(service, signNow(service))).toBe("good");
  });
});

describe("keys that an audience shares with us", () => {
  const [newest, older] = [
    { name: AUDIENCE, secret: "newest-Y3kT8wQz5RvN1mXcL6pJ9sDfG2hB" },
    { name: AUDIENCE, secret: "older-q8W2xN5vB7mK4tR9yL3pZ6sD1fH0j" },
  ];
  const stranger = { name: "shop", secret: "shop-B2nM5bV8cX1zL4kJ7hG0fD3sA6pO9i" };
  const signBy = (key: typeof newest, service: ProofService, audience = AUDIENCE): object => {
    const claims = { iss: ISSUER, ...subjectOf(service), email_verified: true as const };
    const exp = claims.iat + 60;
    const { signature } = createDetailsSigner([{ ...key, name: AUDIENCE }]).sign({
      ...claims,
      exp,
    });
    return { version: 1, ...claims, aud: audience, exp, signature };
  };

  test("are both good while they change, the newest signs, and one that is taken away is not", async ({
    expect,
  }) => {
    const judged = async (...sharedKeys: (typeof newest)[]): Promise<string[]> => {
      const service = await openProofs({ sharedKeys });
      const made = service.proofs.signShared(subjectOf(service));
      const all = [
        made,
        signBy(newest, service),
        signBy(older, service),
        signBy(stranger, service),
      ];
      return Promise.all(all.map((proof) => judge(service, proof)));
    };
    const refused =
      "It is not signed by a key that the audience shares with us, or not as it is now.";
    expect(await judged(older)).toEqual(["good", refused, "good", refused]);
    expect(await judged(newest, older, stranger)).toEqual(["good", "good", "good", refused]);
    expect(await judged(stranger, newest)).toEqual(["good", "good", refused, refused]);
    const service = await openProofs({ sharedKeys: [newest, older] });
    const subject = subjectOf(service);
    const { signature } = service.proofs.signShared(subject);
    const alone = await openProofs({ sharedKeys: [newest] });
    expect(alone.proofs.signShared(subject).signature).toBe(signature);
  });

  test("are of one audience: what another one's key signed is refused under both names", async ({
    expect,
  }) => {
    const service = await openProofs({ sharedKeys: [newest, stranger] });
    const forged = signBy(stranger, service);
    expect(await judge(service, forged)).toContain("not signed by a key that the audience");
    expect(await judge(service, forged, { audience: "shop" })).toBe("It is for another audience.");
    const relabelled = signBy(newest, service, "shop");
    expect(await judge(service, relabelled, { audience: "shop" })).toContain("not signed by");
    expect(await judge(service, signBy(newest, service))).toBe("good");
  });

  test("are needed: where there is none, details are refused and cannot be made", async ({
    expect,
  }) => {
    const without = await openProofs({ sharedKeys: [] });
    expect(await judge(without, signBy(newest, without))).toBe(
      "The audience shares no key with us.",
    );
    expect(without.proofs.hasSharedKey(AUDIENCE)).toBe(false);
    expect(() => without.proofs.signShared(subjectOf(without))).toThrow("shares no key");
    expect((await openProofs({ sharedKeys: KEYS })).proofs.hasSharedKey(AUDIENCE)).toBe(true);
  });
});
