/**
 * What a message is about. A new kind needs words in each language; the compiler names the places. A code is typed, a
 * link is followed; both come from us alone.
 */
export type MessageContent =
  | { kind: "activation_code"; code: string; ttlMs: number; link: string }
  | { kind: "already_registered" }
  | { kind: "password_reset"; ttlMs: number; link: string }
  | { kind: "password_changed" }
  | { kind: "email_change_code"; code: string; ttlMs: number }
  | { kind: "email_taken" }
  | { kind: "email_changed"; ttlMs: number; link: string }
  | { kind: "account_deleted" }
  /** Whom it is for, null for the service itself. */
  | { kind: "otp_code"; code: string; ttlMs: number; audience: string | null };

export type MessageKind = MessageContent["kind"];

/** The values that any of them may have. */
export type CarriedValues = {
  kind?: MessageKind;
  code?: string;
  link?: string;
  /** How long the code or link is good. */
  ttlMs?: number;
  /** Whom a code is for, null for the service itself. */
  audience?: string | null;
};

/** What a kind has in it besides its words. */
export type Carried = "code" | "link" | "audience";
export const CARRIES: Record<MessageKind, readonly Carried[]> = {
  activation_code: ["code", "link"],
  already_registered: [],
  password_reset: ["link"],
  password_changed: [],
  email_change_code: ["code"],
  email_taken: [],
  email_changed: ["link"],
  account_deleted: [],
  otp_code: ["code", "audience"],
};

export const MESSAGE_KINDS: readonly MessageKind[] = Object.keys(CARRIES) as MessageKind[];
/** Whether messages of a kind have a code, or a link, in them. */
export const carries = (kind: MessageKind, carried: Carried): boolean =>
  CARRIES[kind].includes(carried);
