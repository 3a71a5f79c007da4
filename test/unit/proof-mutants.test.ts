import { describe, test } from "vitest";
import { type Json, partsOf } from "../support/forge.ts";
import { changeDetails, changeToken, shiftFields } from "../support/proof-mutants.ts";
import { KEYS, type ProofService, judge, openProofs, subjectOf } from "../support/proofs.ts";
import { PROOF_CLAIMS } from "../support/shape-mutants.ts";
import { mutantsOf } from "../support/token-mutants.ts";

type Mutants = (
  service: ProofService,
) => Promise<{ good: string | object; bad: [string, string | object][] }>;

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A JWT: each of its bits, its claims moved, and whatever its own key would have signed wrongly. */
const ofToken: Mutants = async (service) => {
  const { proofs, keys } = service;
  const [good, other] = [proofs.sign(subjectOf(service)), proofs.sign(subjectOf(service))];
  const [header = "", claims = "", signature = ""] = good.split(".");
  const [, otherClaims = "", otherSignature = ""] = other.split(".");
  const spliced: [string, string][] = [
    ["the claims of another", `${header}.${otherClaims}.${signature}`],
    ["the signature of another", `${header}.${claims}.${otherSignature}`],
  ];
  const shifted = shiftFields(partsOf(good).claims).map(([name, moved]): [string, string] => [
    name,
    `${header}.${encode(moved)}.${signature}`,
  ]);
  const forged = await mutantsOf(good, keys.current(), PROOF_CLAIMS);
  return { good, bad: [...changeToken(good), ...shifted, ...forged, ...spliced] };
};

/** Signed details: each bit of each of their values, moved, swapped, renamed, and signed in other ways. */
const ofDetails: Mutants = async (service) => {
  const good: Json = service.proofs.signShared(subjectOf(service));
  const bad = [...shiftFields(good), ...changeDetails(good, KEYS[0]?.secret ?? "")];
  return { good, bad };
};

describe("of 10,000 proofs that are not quite ours, none is accepted", () => {
  test.for([
    ["a JWT", ofToken, 9000, 7000],
    ["signed details", ofDetails, 3000, 1300],
  ] as const)("%s", async ([, mutantsFor, countMin, signatureMin], { expect }) => {
    const service = await openProofs();
    const { good, bad } = await mutantsFor(service);
    const texts = new Set(bad.map(([, proof]) => JSON.stringify(proof)));
    expect(texts.size).toBeGreaterThanOrEqual(countMin);
    expect(texts.has(JSON.stringify(good))).toBe(false);
    expect(await judge(service, good)).toBe("good");
    const accepted: string[] = [];
    let bySignature = 0;
    for (const [name, proof] of bad) {
      const judgement = await judge(service, proof);
      if (judgement === "good") accepted.push(name);
      if (judgement.startsWith("It is not signed by a key")) bySignature++;
    }
    expect(accepted).toEqual([]);
    // A good part of them is of the right form.
    expect(bySignature).toBeGreaterThanOrEqual(signatureMin);
    // What is tried in between changes nothing.
    expect(await judge(service, good)).toBe("good");
  });
});
