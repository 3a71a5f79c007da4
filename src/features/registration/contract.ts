import { SEND_LIMITS } from "../../limits/policies.ts";

/** Every registration, by whichever door. */
export const REGISTER_LIMITS = ["register.ip", "register.service", ...SEND_LIMITS] as const;

/** Every code that is typed. */
export const GUESS_LIMITS = ["activate.ip", "activate.address"] as const;

/** Every request for a fresh code, and those that queue one. */
export const RESEND_LIMITS = ["resend.ip", "resend.address"] as const;
export const RESEND_SENDS = ["resend.account", ...SEND_LIMITS] as const;
