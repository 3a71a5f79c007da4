import type { Queryable } from "./pool.ts";

export type Suppression = {
  reason: "bounced" | "complained";
  provider: string;
  createdAt: Date;
};

/** Why nothing is sent to an address; null when it may be written to. */
export async function findSuppression(
  db: Queryable,
  addressPseudonym: string,
): Promise<Suppression | null> {
  const { rows } = await db.query<Suppression>({
    name: "find-suppression",
    text: `select reason, provider, created_at as "createdAt"
      from mail_suppressions where address_pseudonym = $1::text`,
    values: [addressPseudonym],
  });
  return rows[0] ?? null;
}

/** Lets an address be written to again. Returns false when it could be. */
export async function liftSuppression(db: Queryable, addressPseudonym: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "lift-suppression",
    text: "delete from mail_suppressions where address_pseudonym = $1::text",
    values: [addressPseudonym],
  });
  return rowCount === 1;
}

export async function countSuppressions(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: "count-suppressions",
    text: "select count(*)::integer as count from mail_suppressions",
  });
  return rows[0]?.count ?? 0;
}
