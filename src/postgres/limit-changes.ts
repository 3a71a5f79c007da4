import type { Queryable } from "./pool.ts";

export type LimitChangeRow<Settings> = {
  version: number;
  policy: string;
  /** Null: back to the default. */
  settings: Settings | null;
  changedBy: string;
  reason: string;
  changedAt: Date;
};

/** A change with what it replaced; null settings are the default, before and after. */
export type LimitHistoryRow<Settings> = LimitChangeRow<Settings> & {
  previousSettings: Settings | null;
};

// A bigint comes as text; versions stay far below 2^53.
const CHANGE = `c.version::float8 as version, c.policy, c.settings, c.changed_by as "changedBy", c.reason,
  c.changed_at as "changedAt"`;

/** The newest change of each policy. */
export async function findNewestLimitChanges<Settings>(
  db: Queryable,
): Promise<LimitChangeRow<Settings>[]> {
  const { rows } = await db.query<LimitChangeRow<Settings>>({
    name: "find-newest-limit-changes",
    text: `select distinct on (c.policy) ${CHANGE} from limit_changes c order by c.policy, c.version desc`,
  });
  return rows;
}

// Any fixed number: changes queue on it, so that each is judged with those before it ("lmts" in ASCII).
const LOCK_KEY = 0x6c_6d_74_73;

/** Lets no other change in until the transaction of the given client ends. */
export async function lockLimitChanges(client: Queryable): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1)", [LOCK_KEY]);
}

/** Writes a change of the given version. Returns null when somebody else changed that version before. */
export async function insertLimitChange(
  db: Queryable,
  change: {
    policy: string;
    previousVersion: number;
    settings: unknown;
    changedBy: string;
    reason: string;
  },
): Promise<number | null> {
  const { rows } = await db.query<{ version: number }>({
    name: "insert-limit-change",
    text: `insert into limit_changes (policy, previous_version, settings, changed_by, reason)
      values ($1::text, $2::bigint, $3::jsonb, $4::text, $5::text)
      on conflict (policy, previous_version) do nothing returning version::float8 as version`,
    values: [
      change.policy,
      change.previousVersion,
      change.settings === null ? null : JSON.stringify(change.settings),
      change.changedBy,
      change.reason,
    ],
  });
  return rows[0]?.version ?? null;
}

/** Changes of all policies, newest first. */
export async function listLimitChanges<Settings>(
  db: Queryable,
  limit: number,
): Promise<LimitHistoryRow<Settings>[]> {
  const { rows } = await db.query<LimitHistoryRow<Settings>>({
    name: "list-limit-changes",
    text: `select ${CHANGE}, p.settings as "previousSettings"
      from limit_changes c left join limit_changes p on p.version = c.previous_version
      order by c.version desc limit $1::integer`,
    values: [limit],
  });
  return rows;
}
