/** What a message is about. A new kind needs words in each language; the compiler names the places. */
export type MessageContent =
  | { kind: "activation_code"; code: string; ttlMs: number }
  | { kind: "already_registered" };

export type MessageKind = MessageContent["kind"];

/** Which kinds have a code in them. */
export const CARRIES_CODE: Record<MessageKind, boolean> = {
  activation_code: true,
  already_registered: false,
};

export const MESSAGE_KINDS: readonly MessageKind[] = Object.keys(CARRIES_CODE) as MessageKind[];
