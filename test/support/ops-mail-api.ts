import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { type MailKind, NONE_OF_ANY_KIND } from "../../src/postgres/mail-kinds.ts";

type Letter = {
  id: string;
  kind: string;
  state: string;
  attempts: number;
  provider: string;
  last_error: string;
  queued_at: string;
  settled_at: string;
  to: string;
};

type Provider = {
  name: string;
  state: "closed" | "paused" | "open";
  retry_in_seconds: number;
  quota: string | null;
  problem: string | null;
  last_accepted_at: string | null;
};

const UP: Provider = {
  name: "smtp:backup",
  state: "closed",
  retry_in_seconds: 0,
  quota: null,
  problem: null,
  last_accepted_at: "2026-01-31T09:59:00.000Z",
};
const DOWN: Provider = {
  name: "resend",
  state: "open",
  retry_in_seconds: 12,
  quota: "10000/1d",
  problem: "answered 503",
  last_accepted_at: null,
};
/** One of each kind. */
export const PROVIDERS = [
  DOWN,
  { ...DOWN, name: "postmark", state: "paused", problem: "it asked for a pause" } as const,
  UP,
];

/** What operators are told of mail, in memory, for tests of the page alone. */
export type OpsMailApi = {
  app: Hono;
  mail: {
    queue: {
      length: number;
      oldest_seconds: number;
      by_kind: Record<MailKind, number>;
    };
    providers: Provider[];
    suppressed_addresses: number;
  };
  /** Newest first. */
  letters: Letter[];
  /** Bodies of what was done, as ["redrive", {…}]. */
  changes: [string, Record<string, unknown>][];
  /** Puts as many more dead letters before those there are. */
  addLetters(amount: number, over?: Partial<Letter>): void;
};

export function createOpsMailApi(): OpsMailApi {
  const app = new Hono();
  const letters: Letter[] = [];
  const changes: OpsMailApi["changes"] = [];
  const mail: OpsMailApi["mail"] = {
    queue: { length: 0, oldest_seconds: 0, by_kind: { ...NONE_OF_ANY_KIND } },
    providers: [UP],
    suppressed_addresses: 0,
  };

  app.get("/ops/mail", (c) => {
    const count = (state: string): number => letters.filter((one) => one.state === state).length;
    const dead = { undeliverable: count("undeliverable"), expired: count("expired") };
    return c.json({ ...mail, dead_letters: dead });
  });
  app.get("/ops/mail/dead-letters", (c) => {
    const limit = Number(c.req.query("limit"));
    const next = letters.length > limit ? "further" : null;
    return c.json({ dead_letters: letters.slice(0, limit), next });
  });
  app.post("/ops/mail/dead-letters/:action", async (c) => {
    const action = c.req.param("action");
    const body = await c.req.json();
    changes.push([action, body]);
    const before = letters.length;
    const kept = letters.filter(({ id }) => body.ids && !body.ids.includes(id));
    letters.splice(0, before, ...kept);
    const done = before - kept.length;
    const left = { superseded: 0, not_dead: (body.ids?.length ?? done) - done, unknown: 0 };
    return c.json({ [action === "drop" ? "dropped" : "queued"]: done, left, more: 0 });
  });
  app.post("/ops/mail/lookup", async (c) => {
    const { email } = await c.req.json();
    if (!email.includes("@"))
      return c.json(
        { title: "Refused", errors: [{ field: "email", message: "is not an e-mail address" }] },
        422,
      );
    return c.json({
      messages: [{ ...makeLetter(), state: "sent", last_error: null }],
      suppression: { reason: "bounced", provider: "http", since: "2026-01-31T10:00:00.000Z" },
    });
  });
  return {
    app,
    mail,
    letters,
    changes,
    addLetters(amount, over = {}) {
      letters.unshift(...Array.from({ length: amount }, () => ({ ...makeLetter(), ...over })));
    },
  };
}

const makeLetter = (): Letter => ({
  id: randomUUID(),
  kind: "activation_code",
  state: "expired",
  attempts: 9,
  provider: "http",
  last_error: "resend: answered 503",
  queued_at: "2026-01-31T09:00:00.000Z",
  settled_at: "2026-01-31T09:10:01.000Z",
  to: "a***@example.com",
});
