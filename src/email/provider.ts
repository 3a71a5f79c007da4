import type { Quota } from "../domain/quota.ts";
import type { Delivery } from "../outbound/delivery.ts";

export type MailText = { subject: string; text: string; html: string };

/** Behind the id of a message that has a long code. */
export const LONG_CODE = "-long";

export type OutgoingMail = MailText & {
  /** Sent as Idempotency-Key, and as metadata that comes back with bounces: the message's id, or that and LONG_CODE. */
  messageId: string;
  from: { name: string; address: string };
  replyTo: string | null;
  to: string;
};

/**
 * Hands one mail to a third party, until the signal ends it: the deadline covers headers and body. Never throws for
 * what the other side does. Reasons are our own words, and hold nothing of the mail.
 */
export type SendMail = (mail: OutgoingMail, deadline: AbortSignal) => Promise<Delivery>;

export type Provider = {
  /** As in EMAIL_PROVIDERS: resend, or smtp:backup. */
  name: string;
  send: SendMail;
  /** Mails it takes in a window, if an operator said so. */
  quota: Quota | null;
  close(): void;
};
