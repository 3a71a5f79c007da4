import type { CodeConfig } from "./config.ts";
import type { CodePolicy } from "./domain/one-time-code.ts";
import type { OtpPolicy } from "./domain/otp.ts";

const CODE_DIGITS = 4;
const LONG_CODE_DIGITS = 8;
const LONG_OTP_DIGITS = 12;

/** The rules of codes, as configured. */
export const codePolicyOf = (config: CodeConfig): CodePolicy => ({
  digits: CODE_DIGITS,
  longDigits: LONG_CODE_DIGITS,
  ttlMs: config.CODE_TTL_SECONDS * 1000,
  triesMax: config.CODE_ATTEMPTS,
  budgetMax: config.CODE_BUDGET,
  ...waitsOf(config),
});

/** The rules of passwordless codes, as configured. */
export const otpPolicyOf = (config: CodeConfig): OtpPolicy => ({
  digits: config.OTP_DIGITS,
  longDigits: LONG_OTP_DIGITS,
  ttlMs: config.OTP_TTL_SECONDS * 1000,
  triesMax: config.OTP_ATTEMPTS,
  budgetMax: config.OTP_BUDGET,
  ...waitsOf(config),
});

const waitsOf = (config: CodeConfig): Pick<CodePolicy, "resendFirstMs" | "resendLaterMs"> => ({
  resendFirstMs: config.CODE_RESEND_SECONDS * 1000,
  resendLaterMs: config.CODE_RESEND_LATER_SECONDS * 1000,
});
