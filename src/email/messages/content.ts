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
  | { kind: "account_deleted" };

export type MessageKind = MessageContent["kind"];

/** What a kind has in it besides its words. */
export type Carried = "code" | "link";
export const CARRIES: Record<MessageKind, readonly Carried[]> = {
  activation_code: ["code", "link"],
  already_registered: [],
  password_reset: ["link"],
  password_changed: [],
  email_change_code: ["code"],
  email_taken: [],
  email_changed: ["link"],
  account_deleted: [],
};

export const MESSAGE_KINDS: readonly MessageKind[] = Object.keys(CARRIES) as MessageKind[];
/** Whether messages of a kind have a code, or a link, in them. */
export const carries = (kind: MessageKind, carried: Carried): boolean =>
  CARRIES[kind].includes(carried);
