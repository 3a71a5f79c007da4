import type { Queryable } from "./pool.ts";

export type IdempotencyClaim<T> =
  /** This request is the first, or takes over one that died: do the work. */
  | { kind: "claimed" }
  | { kind: "done"; response: T }
  | { kind: "in_flight"; remainingMs: number }
  /** The key belongs to another request. */
  | { kind: "conflict" };

type Row = { requestDigest: string; response: unknown; remainingMs: number };

/**
 * Claims a key for one request. A claim that is never settled, because its process died, is free again after the
 * lease; an answer is kept for the life of the key.
 */
export async function claimIdempotencyKey<T>(
  db: Queryable,
  claim: { keyDigest: string; requestDigest: string; leaseMs: number; lifeHours: number },
): Promise<IdempotencyClaim<T>> {
  const values = [claim.keyDigest, claim.requestDigest, claim.leaseMs, claim.lifeHours];
  const claimed = await db.query({
    name: "claim-idempotency-key",
    text: `insert into idempotency_keys as old (key_digest, request_digest, locked_until, expires_at)
      values ($1::text, $2::text, now() + make_interval(secs => $3::integer / 1000.0),
        now() + make_interval(hours => $4::integer))
      on conflict (key_digest) do update set request_digest = excluded.request_digest, response = null,
        locked_until = excluded.locked_until, expires_at = excluded.expires_at
      where old.expires_at < now() or (old.response is null and old.locked_until < now()
        and old.request_digest = excluded.request_digest)
      returning key_digest`,
    values,
  });
  if (claimed.rowCount === 1) return { kind: "claimed" };
  const { rows } = await db.query<Row>({
    name: "read-idempotency-key",
    text: `select request_digest as "requestDigest", response,
        (extract(epoch from locked_until - now()) * 1000)::float8 as "remainingMs"
      from idempotency_keys where key_digest = $1::text`,
    values: [claim.keyDigest],
  });
  const [row] = rows;
  if (!row) return claimIdempotencyKey(db, claim);
  if (row.requestDigest !== claim.requestDigest) return { kind: "conflict" };
  if (row.response === null) return { kind: "in_flight", remainingMs: row.remainingMs };
  return { kind: "done", response: row.response as T };
}

/** Frees a key whose request failed, so that it can be sent again at once. */
export async function freeIdempotencyKey(db: Queryable, keyDigest: string): Promise<void> {
  await db.query({
    name: "free-idempotency-key",
    text: "delete from idempotency_keys where key_digest = $1::text and response is null",
    values: [keyDigest],
  });
}

/** Deletes keys past their life; returns how many. */
export async function deleteExpiredIdempotencyKeys(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-expired-idempotency-keys",
    text: "delete from idempotency_keys where expires_at < now()",
  });
  return rowCount ?? 0;
}
