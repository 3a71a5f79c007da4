import type { CodeConfig } from "./config.ts";
import type { CodePolicy } from "./domain/one-time-code.ts";

const CODE_DIGITS = 4;
const LONG_CODE_DIGITS = 8;

/** The rules of codes, as configured. */
export const codePolicyOf = (config: CodeConfig): CodePolicy => ({
  digits: CODE_DIGITS,
  longDigits: LONG_CODE_DIGITS,
  ttlMs: config.CODE_TTL_SECONDS * 1000,
  triesMax: config.CODE_ATTEMPTS,
  budgetMax: config.CODE_BUDGET,
  resendFirstMs: config.CODE_RESEND_SECONDS * 1000,
  resendLaterMs: config.CODE_RESEND_LATER_SECONDS * 1000,
});
