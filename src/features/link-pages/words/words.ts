/** What a page says below its form: by the code of the service's answer, or what the page itself found. */
export const SAYINGS = [
  "busy",
  "invalid_credentials",
  "code_incorrect",
  "code_expired",
  "code_exhausted",
  "code_sent",
  "resend_too_soon",
  "rate_limited",
  "unavailable",
  "unreachable",
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
  "again_now",
] as const;
export type Saying = (typeof SAYINGS)[number];

/** A view that is the end of something: a heading and what it means. */
export type Ending = { title: string; text: string };

/**
 * One language of the pages behind links. {{count}} and {{when}} are filled in by the page, {{min}} and {{life}} by the
 * service.
 */
export type PageWords = {
  direction: "ltr" | "rtl";
  noScript: string;
  email: string;
  password: string;
  show: string;
  hide: string;
  reset: {
    title: string;
    ask: { lead: string; submit: string };
    sent: Ending;
    choose: { lead: string; password: string; hint: string; submit: string };
    done: Ending;
  };
  undo: {
    title: string;
    lead: string;
    submit: string;
    /** The link to a new password, below what was undone. */
    reset: string;
    done: Ending;
    expired: Ending;
    taken: Ending;
    missing: Ending;
  };
  says: Record<Saying, string>;
};
