/** What became of one attempt to hand a mail, or an event, over to somebody else's server. */
export type Delivery = (
  | { kind: "accepted" }
  /**
   * Later perhaps; `afterMs` is what the other side asks for. Unclear: it may have been accepted all the same. Of this
   * one only: it was about its recipient, and others may go well.
   */
  | {
      kind: "retry";
      reason: string;
      afterMs?: number;
      isUnclear?: true;
      isOfThisOneOnly?: true;
    }
  /** This one will never be accepted: a mail's address is bad, or the provider does not send to it. */
  | { kind: "rejected"; reason: string }
  /** Nothing will be accepted until an operator mends something: a key, a domain, a sender. */
  | { kind: "misconfigured"; reason: string; isOfThisOneOnly?: true }
) & {
  /** The other side's own words, for an operator who asks (mail-test). Never logged: they may repeat the address. */
  said?: string;
};
