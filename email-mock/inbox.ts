import { EventEmitter } from "node:events";
import { appendFile, open } from "node:fs/promises";
import { createHash, randomUUID } from "node:crypto";

export type Mail = { from: string; to: string; subject: string; text: string; html: string };
export type AcceptedMail = Mail & { id: string; accepted_at: string };

export type Acceptance =
  | { kind: "accepted"; mail: AcceptedMail }
  | { kind: "repeated"; id: string }
  /** The key was used for another message. */
  | { kind: "conflict" };

export type Inbox = {
  /** Takes a message once for each Idempotency-Key. Resolves when it is in the journal. */
  accept(mail: Mail, idempotencyKey: string | undefined): Promise<Acceptance>;
  /** Newest first; only to one address, or only after one message, when given. */
  list(filter: InboxFilter): AcceptedMail[];
  clear(to?: string): void;
  onAccepted(listener: (mail: AcceptedMail) => void): () => void;
};

export type InboxFilter = { to?: string | undefined; after?: string | undefined };

const MAILS_KEPT = 1000;
const KEY_LIFE_MS = 24 * 3_600_000;

export function createInbox(journalFile?: string): Inbox {
  let mails: AcceptedMail[] = [];
  const keys = new Map<string, { id: string; digest: string; expiresAt: number }>();
  const events = new EventEmitter().setMaxListeners(0);

  return {
    async accept(mail, idempotencyKey) {
      forgetExpired();
      const digest = createHash("sha256").update(JSON.stringify(mail)).digest("hex");
      const known = idempotencyKey === undefined ? undefined : keys.get(idempotencyKey);
      if (known)
        return known.digest === digest ? { kind: "repeated", id: known.id } : { kind: "conflict" };
      const accepted = { id: randomUUID(), ...mail, accepted_at: new Date().toISOString() };
      const expiresAt = Date.now() + KEY_LIFE_MS;
      if (idempotencyKey !== undefined)
        keys.set(idempotencyKey, { id: accepted.id, digest, expiresAt });
      if (journalFile !== undefined) await writeJournal(journalFile, accepted, idempotencyKey);
      mails = [accepted, ...mails].slice(0, MAILS_KEPT);
      events.emit("accepted", accepted);
      return { kind: "accepted", mail: accepted };
    },
    list: ({ to, after }) => {
      const end = after === undefined ? -1 : mails.findIndex(({ id }) => id === after);
      return mails
        .slice(0, end === -1 ? undefined : end)
        .filter((mail) => to === undefined || isSameAddress(mail.to, to));
    },
    clear: (to) => {
      mails = to === undefined ? [] : mails.filter((mail) => !isSameAddress(mail.to, to));
    },
    onAccepted: (listener) => {
      events.on("accepted", listener);
      return () => void events.off("accepted", listener);
    },
  };

  // Insertion order is age, so that the first one that lives ends the walk.
  function forgetExpired(): void {
    for (const [key, { expiresAt }] of keys) {
      if (expiresAt > Date.now()) return;
      keys.delete(key);
    }
  }
}

export const isSameAddress = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

// On disk before the answer: after a crash it tells what a client was promised.
async function writeJournal(
  file: string,
  mail: AcceptedMail,
  idempotencyKey: string | undefined,
): Promise<void> {
  await appendFile(file, `${JSON.stringify({ ...mail, idempotency_key: idempotencyKey })}\n`);
  const handle = await open(file, "r+");
  await handle.datasync();
  await handle.close();
}
