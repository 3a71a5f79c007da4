import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import type { ProofFormat, SignedDetails } from "../../domain/identity-claims.ts";
import { type OtpAccount, type OtpFlow, digestOtp } from "../../domain/otp.ts";
import { pseudonym } from "../../keys.ts";
import type { OtpKey } from "../../redis/otp-codes.ts";
import type { Resources } from "../../resources.ts";
import { SHARED_LIFE_SECONDS } from "../../tokens/signed-details.ts";

type VerifyResources = Pick<
  Resources,
  "otpCodes" | "keys" | "identityProofs" | "journal" | "metrics"
>;

export type OtpGuess = {
  flow: OtpFlow;
  email: EmailAddress;
  /** Where the codes of both are kept. */
  key: OtpKey;
  code: string;
  format: ProofFormat;
};
export type Proof =
  | { format: "jws"; proof: string; expires_in: number }
  | { format: "hmac"; proof: SignedDetails; expires_in: number };
type Refusal = "code_incorrect" | "code_expired" | "code_exhausted" | "account_disabled";

/**
 * A proof for whoever has the code of an address, and the account that it is of. It takes one script of Redis and one
 * signature; the same guess again gets the same proof, because the answer may have been lost. Throws UnavailableError
 * when Redis is away.
 */
export async function verifyOtp(
  resources: VerifyResources,
  { flow, email, key, code, format }: OtpGuess,
): Promise<Outcome<{ proof: Proof; account: OtpAccount | null }, Refusal>> {
  const { otpCodes, keys, identityProofs, journal, metrics } = resources;
  const { purpose, audience, nonce, expiresAtMs } = flow;
  const redemption = await otpCodes.redeem(key, {
    flowId: flow.id,
    expiresAtMs,
    digest: digestOtp(keys.codeDigest, key, code),
  });
  metrics.otp.inc({ event: redemption.kind === "none" ? "expired" : redemption.kind });
  switch (redemption.kind) {
    case "none":
      return expired();
    case "wrong":
      return refuse("code_incorrect", { attemptsLeft: redemption.triesLeft });
    case "exhausted":
      return refuse("code_exhausted", {
        detail: "Ask for a new one.",
        attemptsLeft: 0,
        retryAfterSeconds: toRetryAfterSeconds(0),
      });
    case "right": {
      const { account, redeemedAtMs, ageMs } = redemption;
      if (account?.status === "disabled") return refuse("account_disabled");
      const lifeSeconds = format === "jws" ? identityProofs.lifeSeconds : SHARED_LIFE_SECONDS;
      const expires_in = lifeSeconds - Math.floor(ageMs / 1000);
      // A repeat, after its proof is over.
      if (expires_in <= 0) return expired();
      const subject = {
        aud: audience,
        sub: account?.id ?? pseudonym(keys.subject, email.normalised),
        // Whoever compares it must not take two spellings for two people.
        email: email.normalised,
        purpose,
        ...(nonce === null ? {} : { nonce }),
        jti: flow.id,
        iat: Math.floor(redeemedAtMs / 1000),
      };
      journal.noteActivation(key.holder);
      metrics.proofs.inc({ format });
      const proof: Proof =
        format === "jws"
          ? { format, proof: identityProofs.sign(subject), expires_in }
          : { format, proof: identityProofs.signShared(subject), expires_in };
      return accept({ proof, account });
    }
  }
}

const expired = (): ReturnType<typeof refuse<"code_expired">> =>
  refuse("code_expired", { detail: "Ask for a new one." });
