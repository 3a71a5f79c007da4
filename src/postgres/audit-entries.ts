import type { Queryable } from "./pool.ts";

/** Every act that is written down. A new one is one line here, and one in the README. */
export const AUDIT_ACTIONS = [
  "user.registered",
  "user.activated",
  "activation.refused",
  "session.created",
  "session.refused",
  "session.ended",
  "session.reuse_detected",
  "password.reset_requested",
  "password.reset",
  "password.changed",
  "password.check_refused",
  "email.change_requested",
  "email.changed",
  "email.change_undone",
  "profile.changed",
  "user.deleted",
  "admin.role_changed",
  "admin.user_disabled",
  "admin.user_enabled",
  "admin.user_unlocked",
  "admin.user_deleted",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const ACTOR_KINDS = ["user", "admin", "operator", "system", "anonymous"] as const;

/** Who did it: an account by its id, an operator by his name, or somebody nobody knows. */
export type Actor = { kind: (typeof ACTOR_KINDS)[number]; name: string | null };

/** Where a request came from, and what names it in the log. */
export type Origin = { ip: string; requestId: string };

export type NewAuditEntry = {
  action: AuditAction;
  actor: Actor;
  /** Whom it is about; null when nobody has the address. */
  accountId: string | null;
  addressPseudonym?: string;
  /** Null for what the service does by itself. */
  origin: Origin | null;
  /** Never a secret, and nothing that names a person: the entry outlives the account. */
  details?: Record<string, string | number | boolean | null | readonly string[]>;
};

/** Writes an act down: in the caller's transaction, so that neither is there without the other. */
export async function insertAuditEntry(db: Queryable, entry: NewAuditEntry): Promise<void> {
  await db.query({
    name: "insert-audit-entry",
    text: `insert into audit_entries
        (action, actor_kind, actor, account_id, address_pseudonym, ip, request_id, details)
      values ($1::text, $2::text, $3::text, $4::uuid, $5::text, $6::text, $7::text, $8::jsonb)`,
    values: [
      entry.action,
      entry.actor.kind,
      entry.actor.name,
      entry.accountId,
      entry.addressPseudonym ?? null,
      entry.origin?.ip ?? null,
      entry.origin?.requestId ?? null,
      JSON.stringify(entry.details ?? {}),
    ],
  });
}
