export const MAIL_KINDS = [
  "activation_code",
  "already_registered",
  "password_reset",
  "password_changed",
  "email_change_code",
  "email_taken",
  "email_changed",
  "account_deleted",
  "otp_code",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

export const NONE_OF_ANY_KIND = Object.fromEntries(MAIL_KINDS.map((kind) => [kind, 0])) as Readonly<
  Record<MailKind, number>
>;

/**
 * What somebody sits and waits for: sent before everything else, and soon of no use. A word that an address is taken goes
 * the way of the code in whose place it is, so that nobody can tell them apart by how long they take.
 */
export const URGENT_KINDS = [
  "activation_code",
  "already_registered",
  "password_reset",
  "email_change_code",
  "email_taken",
  "otp_code",
] as const;
/** Whether somebody waits for a message of this kind. */
export const isUrgent = (kind: MailKind): boolean =>
  (URGENT_KINDS as readonly MailKind[]).includes(kind);

export const MAIL_STATES = [
  "queued",
  /** Accepted by a provider. */
  "sent",
  /** Accepted, and came back. */
  "bounced",
  "complained",
  /** Refused for good. */
  "undeliverable",
  /** Too old to be of use before anybody took it. */
  "expired",
  /** Its address is on the suppression list. */
  "suppressed",
  /** Given up by an operator. */
  "dropped",
  /** Overtaken by a newer one. */
  "superseded",
] as const;
export type MailState = (typeof MAIL_STATES)[number];
