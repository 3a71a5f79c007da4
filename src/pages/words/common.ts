/** What pages say of how it went: by the code of a refusal, or what a page found by itself. */
export const SAYINGS = [
  "email_invalid",
  "username_invalid",
  "code_digits",
  "cross_site",
  "signed_out",
  "account_disabled",
  "password_incorrect",
  "username_taken",
  "email_taken",
  "last_admin",
  "not_found",
  "invalid_credentials",
  "code_incorrect",
  "code_expired",
  "code_exhausted",
  "code_sent",
  "resend_too_soon",
  "rate_limited",
  "unavailable",
  "failed",
  "invalid_request",
  "link_expired",
  "password_length",
  "password_refused",
  "refused_too_common",
  "refused_contains_context",
  "refused_repetitive",
  "refused_breached",
  /** When, in the language's own words, is {{when}}. */
  "again",
] as const;
export type Saying = (typeof SAYINGS)[number];

/** What all pages have, in one language. {{count}}, {{min}} and {{when}} are filled in with numbers and times. */
export type CommonWords = {
  direction: "ltr" | "rtl";
  email: string;
  password: string;
  newPassword: string;
  newPasswordHint: string;
  show: string;
  hide: string;
  /** Before the title of a page on which something is wrong. */
  error: string;
  /** The heading of a page that only says what went wrong. */
  trouble: string;
  /** The link from there to where everybody begins. */
  start: string;
  nav: Record<"welcome" | "account" | "signOut" | "signIn" | "register", string>;
  says: Record<Saying, string>;
};
