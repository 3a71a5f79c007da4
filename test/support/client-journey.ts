import {
  ProofError,
  createLatchkeyClient,
  verifyProof,
  verifySignedDetails,
} from "../../openapi/client/index.ts";

// It runs in browsers as well: nothing of Node is in here.
export type Journey = {
  url: string;
  issuer: string;
  audience: string;
  sharedKey: string;
  /** Whom codes are sent to; each a mail. */
  emails: string[];
};

/** What somebody sees who uses the copied client: asks for codes past the limit, and has the first one's proof checked. */
export async function useClient(
  { url, issuer, audience, sharedKey, emails }: Journey,
  readCode: (email: string) => Promise<string>,
) {
  const client = createLatchkeyClient({ baseUrl: url });
  const hasty = createLatchkeyClient({ baseUrl: url, patience: { repeatsMax: 0 } });
  const ask = (by: typeof client) =>
    Promise.all(
      emails.map((email) => by.POST("/otp/send", { body: { email, audience, nonce: "n-1" } })),
    );
  const patient = await ask(client);
  const hurried = await ask(hasty);
  const id = patient[0]?.data?.id ?? "";
  const code = await readCode(emails[0] ?? "");
  const wrong = await client.POST("/otp/verify", { body: { id, code: code.replace(/.$/, other) } });

  const { data: signed } = await client.POST("/otp/verify", { body: { id, code } });
  const { data: shared } = await client.POST("/otp/verify", {
    body: { id, code, format: "hmac" },
  });
  if (signed?.format !== "jws" || shared?.format !== "hmac") throw new Error("there is no proof");
  const expected = { issuer, audience, nonce: "n-1", jwksUri: `${url}/.well-known/jwks.json` };
  const sharing = { issuer, audience, nonce: "n-1", keys: ["another-key", sharedKey] };
  return {
    patient: patient.map(({ response }) => response.status),
    hurried: hurried.map(({ response }) => response.status),
    wrong: wrong.error?.code,
    proved: (await verifyProof(signed.proof, expected)).email,
    ofAnother: await codeOf(verifyProof(signed.proof, { ...expected, audience: "billing" })),
    flipped: await codeOf(verifyProof(signed.proof.replace(/\.\w/, flip), expected)),
    shared: (await verifySignedDetails(shared.proof, sharing)).email,
    sharedOfAnother: await codeOf(
      verifySignedDetails(shared.proof, { ...sharing, audience: "billing" }),
    ),
    sharedFlipped: await codeOf(
      verifySignedDetails({ ...shared.proof, email: "eve@example.com" }, sharing),
    ),
  };
}

/** What a journey of that many mails shows where all is well. */
export const journeyOf = (email: string) => ({
  wrong: "code_incorrect",
  proved: email,
  ofAnother: "wrong_audience",
  flipped: "wrong_signature",
  shared: email,
  sharedOfAnother: "wrong_audience",
  sharedFlipped: "wrong_signature",
});

const other = (digit: string): string => String((Number(digit) + 1) % 10);
const flip = (text: string): string => `.${text.endsWith("e") ? "f" : "e"}`;

const codeOf = (verified: Promise<unknown>): Promise<string> =>
  verified.then(
    () => "believed",
    (error: unknown) => (error instanceof ProofError ? error.code : String(error)),
  );
