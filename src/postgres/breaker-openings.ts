import { type Pool, type Queryable, transact } from "./pool.ts";

export type BreakerOpening = {
  openedAt: Date;
  openUntil: Date;
  /** By the database's clock, as the codes that are issued see it. */
  isOpen: boolean;
  wrongCodes: number;
  threshold: number;
};

// Any fixed number: whoever opens the breaker queues on it, so that one spray is one opening ("brkr" in ASCII).
const LOCK_KEY = 0x62726b72;

/** Keeps the breaker open for some minutes from now. Returns true when it was closed before. */
export const keepBreakerOpen = (
  pool: Pool,
  opening: { minutes: number; wrongCodes: number; threshold: number },
): Promise<boolean> =>
  transact(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [LOCK_KEY]);
    const { rowCount } = await client.query({
      name: "extend-breaker-opening",
      text: `update breaker_openings set open_until = now() + make_interval(mins => $1::integer),
          wrong_codes = greatest(wrong_codes, $2::integer)
        where open_until > now()`,
      values: [opening.minutes, opening.wrongCodes],
    });
    if (rowCount !== 0) return false;
    await client.query({
      name: "insert-breaker-opening",
      text: `insert into breaker_openings (open_until, wrong_codes, threshold)
        values (now() + make_interval(mins => $1::integer), $2::integer, $3::integer)`,
      values: [opening.minutes, opening.wrongCodes, opening.threshold],
    });
    return true;
  });

/** The newest openings first; the first one may last until now. */
export async function listBreakerOpenings(db: Queryable, limit: number): Promise<BreakerOpening[]> {
  const { rows } = await db.query<BreakerOpening>({
    name: "list-breaker-openings",
    text: `select opened_at as "openedAt", open_until as "openUntil",
        open_until > now() as "isOpen", wrong_codes as "wrongCodes", threshold
      from breaker_openings order by id desc limit $1::integer`,
    values: [limit],
  });
  return rows;
}
