import type { OtpScope } from "./domain/otp.ts";
import { type Keys, pseudonym } from "./keys.ts";
import type { OtpKey } from "./redis/otp-codes.ts";

/** Where Redis keeps the codes of an address for a purpose and an audience, two words without blanks. */
export const otpKeyOf = (
  { address }: Pick<Keys, "address">,
  { emailNormalised, purpose, audience }: OtpScope & { emailNormalised: string },
): OtpKey => ({ holder: pseudonym(address, emailNormalised), scope: `${purpose} ${audience}` });
