import type { Queryable } from "./pool.ts";

/** Why nothing is sent to an address, and by whose word. */
export type Suppression = {
  reason: "bounced" | "complained";
  provider: string;
  createdAt: Date;
};

/** Why an address gets no mail; null when it does. */
export async function findSuppression(
  db: Queryable,
  addressPseudonym: string,
): Promise<Suppression | null> {
  const { rows } = await db.query<Suppression>({
    name: "find-suppression",
    text: `select reason, provider, created_at as "createdAt" from mail_suppressions
      where address_pseudonym = $1::text`,
    values: [addressPseudonym],
  });
  return rows[0] ?? null;
}

/** Lets an address have mail again. Returns false when it was not on the list. */
export async function liftSuppression(db: Queryable, addressPseudonym: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "lift-suppression",
    text: "delete from mail_suppressions where address_pseudonym = $1::text",
    values: [addressPseudonym],
  });
  return rowCount === 1;
}

/** How many addresses get no mail. */
export async function countSuppressions(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: "count-suppressions",
    text: "select count(*)::integer as count from mail_suppressions",
  });
  return rows[0]?.count ?? 0;
}

/** Lifts what is older than the given days; returns how many: an address may have a new owner, or room again. */
export async function deleteOldSuppressions(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-suppressions",
    text: "delete from mail_suppressions where created_at < now() - make_interval(days => $1::integer)",
    values: [days],
  });
  return rowCount ?? 0;
}
