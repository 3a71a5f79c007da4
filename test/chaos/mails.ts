import { open } from "node:fs/promises";
import type { AcceptedMail } from "../../email-mock/mail.ts";

export type Mails = AsyncDisposable & {
  /** All that the provider accepted so far, repeats too. */
  accepted: readonly Mail[];
  /** Reads what the provider has accepted by now. */
  catchUp(): Promise<void>;
  /** All to an address, once there are more than so many; none when that is not before the signal. */
  moreThan(count: number, address: string, over: AbortSignal): Promise<readonly Mail[]>;
};

export type Mail = {
  /** Its Idempotency-Key. */
  key: string;
  messageId: string;
  to: string;
  text: string;
  acceptedAt: number;
};

const UUID_LENGTH = 36;

/** What a key begins with: with a long code it is another mail of the same message. */
export const messageIdIn = (key: string): string => key.slice(0, UUID_LENGTH);

const LOOK_MS = 25;

/** Follows the provider's journal, in which each mail is on disk before it is accepted. */
export async function followJournal(path: string): Promise<Mails> {
  const file = await open(path, "a+");
  const accepted: Mail[] = [];
  const byAddress = new Map<string, Mail[]>();
  const waiting = new Map<string, Set<() => void>>();
  const seen = new Set<string>();
  let position = 0;
  let rest = "";

  const take = (line: string): void => {
    if (line === "") return;
    const { idempotency_key, to, text, accepted_at: at } = JSON.parse(line) as AcceptedMail;
    const key = idempotency_key ?? "";
    const mail = { key, messageId: messageIdIn(key), to, text, acceptedAt: Date.parse(at) };
    accepted.push(mail);
    // Whoever reads it is not shown a repeat as another one.
    if (seen.has(mail.key)) return;
    seen.add(mail.key);
    byAddress.set(to, [...(byAddress.get(to) ?? []), mail]);
    for (const wake of waiting.get(to) ?? []) wake();
  };
  const buffer = Buffer.alloc(262_144);
  const read = async (): Promise<void> => {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      // Only its ASCII is looked at, and no character is torn.
      const lines = (rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(line);
    }
  };
  // One after the other: each begins where the one before ended.
  let reading = Promise.resolve();
  const catchUp = (): Promise<void> => (reading = reading.then(read));
  const timer = setInterval(() => void catchUp(), LOOK_MS);
  return {
    accepted,
    catchUp,
    async moreThan(count, address, over) {
      while (!over.aborted) {
        const all = byAddress.get(address) ?? [];
        if (all.length > count) return all;
        const { promise, resolve } = Promise.withResolvers<void>();
        const wakes = waiting.get(address) ?? new Set();
        waiting.set(address, wakes.add(resolve));
        over.addEventListener("abort", () => resolve(), { once: true });
        await promise;
        wakes.delete(resolve);
        if (wakes.size === 0) waiting.delete(address);
      }
      return [];
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await reading;
      await file.close();
    },
  };
}
