import { type EmailAddress, parseEmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { ProofFormat } from "../../domain/identity-claims.ts";
import { type OtpFlow, type OtpScope, SIGN_IN_PURPOSE } from "../../domain/otp.ts";
import { parseJson } from "../../domain/parse-json.ts";
import { sealText, unsealText } from "../../domain/sealed-text.ts";
import type { Keys } from "../../keys.ts";
import type { Resources } from "../../resources.ts";

type FlowResources = Pick<Resources, "keys" | "config" | "identityProofs">;
type SealedFlow = [string, string, string, string, string | null, number];

const ABOUT = "otp";

/**
 * The id of what was asked for: all of it, sealed. Nothing of it is kept anywhere, so that no store holds the address, and
 * an id that we did not make is refused without asking one.
 */
export const sealFlow = (
  { otp: key }: Pick<Keys, "otp">,
  { id, email, purpose, audience, nonce, expiresAtMs }: OtpFlow,
): string => {
  const sealed: SealedFlow = [id, email, purpose, audience, nonce, expiresAtMs];
  return sealText(key, ABOUT, JSON.stringify(sealed));
};

/** What was asked for; null when the id is none of ours. */
export function unsealFlow({ otp: key }: Pick<Keys, "otp">, sealed: string): OtpFlow | null {
  const text = unsealText(key, ABOUT, sealed);
  if (text === null) return null;
  const [id, email, purpose, audience, nonce, expiresAtMs] = parseJson(text) as SealedFlow;
  return { id, email, purpose, audience, nonce, expiresAtMs };
}

/** What was asked for and to which address; refused when the id is none of ours, or no good for what is wanted with it. */
export function readFlow(
  { keys, config, identityProofs }: FlowResources,
  sealed: string,
  { format, wantsSession }: { format: ProofFormat; wantsSession: boolean },
): Outcome<{ flow: OtpFlow; email: EmailAddress }, "invalid_request"> {
  const flow = unsealFlow(keys, sealed);
  const email = flow && parseEmailAddress(flow.email);
  if (!flow || !email) return invalid("id", "is not what POST /otp/send answered");
  if (format === "hmac" && !identityProofs.hasSharedKey(flow.audience))
    return invalid("format", "needs a key for the audience that the code was asked for");
  // Whoever collects a code for an audience of his must not get into the account with it.
  if (wantsSession && !isToSignIn(config, flow))
    return invalid(
      "session",
      `needs a code that was asked for without an audience, and with the purpose ${SIGN_IN_PURPOSE}`,
    );
  return accept({ flow, email });
}

/** Whether a code for this opens sessions of ours. */
export const isToSignIn = (
  { TOKEN_AUDIENCE }: Pick<Resources["config"], "TOKEN_AUDIENCE">,
  { audience, purpose }: OtpScope,
): boolean => audience === TOKEN_AUDIENCE && purpose === SIGN_IN_PURPOSE;

const invalid = (field: string, message: string): ReturnType<typeof refuse<"invalid_request">> =>
  refuse("invalid_request", { errors: [{ field, message }] });
