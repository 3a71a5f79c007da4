import { createHash, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Journal } from "./journal.ts";
import type { AcceptedMail, Mail } from "./mail.ts";

export type Acceptance =
  | { kind: "accepted" | "repeated"; mail: AcceptedMail }
  /** The key was used for another message. */
  | { kind: "conflict" };

export type Inbox = {
  /** Takes a message once for each Idempotency-Key. Resolves when it is in the journal. */
  accept(mail: Mail, idempotencyKey: string | null): Promise<Acceptance>;
  /** What a bad provider does: the message once more, whatever its key. */
  deliverAgain(mail: AcceptedMail): Promise<void>;
  /** Newest first; only to one address, or only after one message, when given. */
  list(filter: InboxFilter): AcceptedMail[];
  find(id: string): AcceptedMail | undefined;
  clear(to?: string): void;
  onAccepted(listener: (mail: AcceptedMail) => void): () => void;
  /** How often a message was accepted under this key; 0 when never. Keys are kept for a day. */
  acceptedUnder(key: string): number;
  /** All keys, and those that were accepted more than once. */
  countKeys(): { keys: number; moreThanOnce: string[] };
};

export type InboxFilter = { to?: string | undefined; after?: string | undefined };

type Known = {
  mail: AcceptedMail;
  digest: string;
  expiresAt: number;
  count: number;
  written: Promise<void>;
};

export const MAILS_KEPT = 1000;
const KEY_LIFE_MS = 24 * 3_600_000;

/** The mails and the memory of keys; with a journal both live through a restart, as a provider's do. */
export function createInbox(journal: Journal | null): Inbox {
  let mails = (journal?.restored ?? []).slice(-MAILS_KEPT).toReversed();
  const known = new Map<string, Known>();
  const events = new EventEmitter().setMaxListeners(0);
  for (const mail of journal?.restored ?? []) remember(mail, Promise.resolve());

  async function keep(mail: AcceptedMail): Promise<void> {
    await journal?.append(mail);
    mails = [mail, ...mails].slice(0, MAILS_KEPT);
    events.emit("accepted", mail);
  }

  function remember(mail: AcceptedMail, written: Promise<void>): void {
    const key = mail.idempotency_key;
    if (key === null) return;
    const present = known.get(key);
    if (present) present.count++;
    else {
      const expiresAt = Date.parse(mail.accepted_at) + KEY_LIFE_MS;
      known.set(key, { mail, digest: digestOf(mail), expiresAt, count: 1, written });
    }
  }

  // Insertion order is age, so that the first one that lives ends the walk.
  function forgetExpired(): void {
    for (const [key, { expiresAt }] of known) {
      if (expiresAt > Date.now()) return;
      known.delete(key);
    }
  }

  return {
    async accept(mail, key) {
      forgetExpired();
      const before = key === null ? undefined : known.get(key);
      if (before) {
        if (before.digest !== digestOf(mail)) return { kind: "conflict" };
        // The first one may still be on its way to the disk.
        await before.written;
        return { kind: "repeated", mail: before.mail };
      }
      const accepted = stamp(mail, key);
      const written = keep(accepted);
      remember(accepted, written);
      try {
        await written;
      } catch (error) {
        if (key !== null) known.delete(key);
        throw error;
      }
      return { kind: "accepted", mail: accepted };
    },
    async deliverAgain(mail) {
      const copy = stamp(mail, mail.idempotency_key);
      await keep(copy);
      remember(copy, Promise.resolve());
    },
    list: ({ to, after }) => {
      const end = after === undefined ? -1 : mails.findIndex(({ id }) => id === after);
      return mails
        .slice(0, end === -1 ? undefined : end)
        .filter((mail) => to === undefined || isSameAddress(mail.to, to));
    },
    find: (wanted) => mails.find(({ id }) => id === wanted),
    clear: (to) => {
      mails = to === undefined ? [] : mails.filter((mail) => !isSameAddress(mail.to, to));
    },
    onAccepted: (listener) => {
      events.on("accepted", listener);
      return () => void events.off("accepted", listener);
    },
    acceptedUnder: (key) => known.get(key)?.count ?? 0,
    countKeys: () => ({
      keys: known.size,
      moreThanOnce: [...known].filter(([, { count }]) => count > 1).map(([key]) => key),
    }),
  };
}

export const isSameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const stamp = ({ from, to, subject, text, html }: Mail, key: string | null): AcceptedMail => ({
  id: randomUUID(),
  from,
  to,
  subject,
  text,
  html,
  accepted_at: new Date().toISOString(),
  idempotency_key: key,
});

const digestOf = ({ from, to, subject, text, html }: Mail): string =>
  createHash("sha256")
    .update(JSON.stringify([from, to, subject, text, html]))
    .digest("hex");
