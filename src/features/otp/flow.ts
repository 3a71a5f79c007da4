import { type OtpFlow, nameScope } from "../../domain/otp.ts";
import { sealText, unsealText } from "../../domain/sealed-text.ts";
import { parseJson } from "../../domain/parse-json.ts";
import { type Keys, pseudonym } from "../../keys.ts";
import type { OtpKey } from "../../redis/otp-codes.ts";

const ABOUT = "otp";

/**
 * The id of what was asked for: all of it, sealed. Nothing of it is kept anywhere, so that no store holds the address, and
 * an id that we did not make is refused without asking one.
 */
export const sealFlow = ({ otp: key }: Pick<Keys, "otp">, flow: OtpFlow): string =>
  sealText(
    key,
    ABOUT,
    JSON.stringify([
      flow.id,
      flow.email,
      flow.purpose,
      flow.audience,
      flow.nonce,
      flow.expiresAtMs,
    ]),
  );

/** What was asked for; null when the id is none of ours. */
export function unsealFlow({ otp: key }: Pick<Keys, "otp">, sealed: string): OtpFlow | null {
  const text = unsealText(key, ABOUT, sealed);
  if (text === null) return null;
  const [id, email, purpose, audience, nonce, expiresAtMs] = parseJson(text) as [
    string,
    string,
    string,
    string,
    string | null,
    number,
  ];
  return { id, email, purpose, audience, nonce, expiresAtMs };
}

/** Where Redis keeps the codes of an address for a purpose and an audience. */
export const otpKeyOf = (
  { address: key }: Pick<Keys, "address">,
  {
    emailNormalised,
    ...scope
  }: Pick<OtpFlow, "purpose" | "audience"> & { emailNormalised: string },
): OtpKey => ({ holder: pseudonym(key, emailNormalised), scope: nameScope(scope) });
