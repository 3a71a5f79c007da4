import type { AuditAction, Actor } from "./audit-entries.ts";
import { END_OF_TIME_MICROS, type Queryable } from "./pool.ts";

export type AuditEntry = {
  id: string;
  at: Date;
  /** The same in whole microseconds, which a Date does not hold. */
  atMicros: string;
  action: AuditAction;
  actorKind: Actor["kind"];
  actor: string | null;
  accountId: string | null;
  addressPseudonym: string | null;
  ip: string | null;
  requestId: string | null;
  details: Record<string, unknown>;
};

export type AuditFilter = {
  accountId?: string | undefined;
  actor?: string | undefined;
  action?: AuditAction | undefined;
  /** Inclusive. */
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
};

/** Where the trail goes on: after the entry of then. */
export type AuditCursor = Pick<AuditEntry, "atMicros" | "id">;

/** Entries after the cursor, newest first. */
export async function listAuditEntries(
  db: Queryable,
  page: { filter: AuditFilter; before: AuditCursor | null; limit: number },
): Promise<AuditEntry[]> {
  const { filter, before, limit } = page;
  const equal = (
    [
      ["account_id", filter.accountId, "uuid"],
      ["actor", filter.actor, "text"],
      ["action", filter.action, "text"],
    ] as const
  ).filter(([, value]) => value !== undefined);
  const conditions = equal.map(([column, , type], i) => `and ${column} = $${i + 6}::${type}`);
  const { rows } = await db.query<AuditEntry>({
    // One statement for each set of filters: a condition that may be none would keep a prepared plan from its index.
    name: ["list-audit-entries", ...equal.map(([column]) => column)].join("-"),
    text: `select id, at, (extract(epoch from at) * 1000000)::bigint as "atMicros", action, actor_kind as "actorKind",
        actor, account_id as "accountId", address_pseudonym as "addressPseudonym", ip, request_id as "requestId", details
      from audit_entries
      where at >= $1::timestamptz and at < $2::timestamptz
        and (at, id) < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::bigint)
        ${conditions.join(" ")}
      order by at desc, id desc limit $5::integer`,
    values: [
      filter.from ?? "-infinity",
      filter.to ?? "infinity",
      before?.atMicros ?? END_OF_TIME_MICROS,
      before?.id ?? 0,
      limit,
      ...equal.map(([, value]) => value),
    ],
  });
  return rows;
}

/** Deletes the oldest entries beyond so many days, as many as the limit says; returns how many. */
export async function deleteOldAuditEntries(
  db: Queryable,
  { days, limit }: { days: number; limit: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-audit-entries",
    text: `delete from audit_entries where id in (
      select id from audit_entries where at < now() - make_interval(days => $1::integer)
      order by at, id limit $2::integer)`,
    values: [days, limit],
  });
  return rowCount ?? 0;
}
