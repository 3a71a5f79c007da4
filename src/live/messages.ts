import type { Message } from "./connection.ts";

const messageOf = (event: Message["event"], id: string | null, content: object): Message => {
  const text = JSON.stringify({ type: event, ...content });
  return { event, id, text, bytes: Buffer.from(text) };
};

/** What a connection is told first: the newest id there is, and whether it gets all that came after its last one. */
export const helloMessage = (latest: string | null, complete: boolean): Message =>
  messageOf("hello", null, { latest, complete });

/** That somebody came. */
export const noticeMessage = (
  id: string,
  { event, email, at }: { event: string; email: string; at: string },
): Message => messageOf("notice", id, { id, event, email, at });
