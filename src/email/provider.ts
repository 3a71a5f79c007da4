import type { MailText } from "./messages.ts";

export type OutgoingMail = MailText & {
  /** Sent as Idempotency-Key: the provider takes each id once. */
  messageId: string;
  from: string;
  to: string;
};

/** What became of one attempt to hand a mail to a provider. */
export type Delivery =
  | { kind: "accepted" }
  /** It may have been accepted, or can be later; `afterMs` is what the provider asks for. */
  | { kind: "retry"; reason: string; afterMs?: number }
  /** This mail will never be accepted. */
  | { kind: "rejected"; reason: string };

/** Hands one mail to a third party, within its own deadline. Never throws for what the other side does. */
export type SendMail = (mail: OutgoingMail) => Promise<Delivery>;
