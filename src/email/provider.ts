import type { Quota } from "../domain/quota.ts";

export type MailText = { subject: string; text: string; html: string };

export type OutgoingMail = MailText & {
  /** Sent as Idempotency-Key, and as metadata that comes back with bounces. */
  messageId: string;
  from: { name: string; address: string };
  replyTo: string | null;
  to: string;
};

/** What became of one attempt to hand a mail to a provider. */
export type Delivery = (
  | { kind: "accepted" }
  /**
   * Later perhaps; `afterMs` is what the provider asks for. Unclear: it may have been accepted all the same. Of this
   * mail only: it was about its recipient, and other mail may go well.
   */
  | {
      kind: "retry";
      reason: string;
      afterMs?: number;
      isUnclear?: true;
      isOfThisMailOnly?: true;
    }
  /** This mail will never be accepted: its address is bad, or the provider does not send to it. */
  | { kind: "rejected"; reason: string }
  /** No mail will be accepted until an operator mends something: a key, a domain, a sender. */
  | { kind: "misconfigured"; reason: string; isOfThisMailOnly?: true }
) & {
  /** The provider's own words, for an operator who asks (mail-test). Never logged: they may repeat the address. */
  said?: string;
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
