import type { GuessBudget } from "../domain/guess-budget.ts";
import type { Queryable } from "./pool.ts";

/** What there is to know of an address before a code goes there. */
export type AddressStanding = {
  /** Null before its first code. */
  budget: GuessBudget | null;
  /** Whether it gets no mail. */
  isSuppressed: boolean;
  /** Whether short codes are suspended for everybody. */
  isBreakerOpen: boolean;
};

/** How an address stands, by its pseudonym. */
export async function findAddressStanding(
  db: Queryable,
  addressPseudonym: string,
): Promise<AddressStanding> {
  const { rows } = await db.query<{
    used: number | null;
    leased: number;
    leaseId: string | null;
    isSuppressed: boolean;
    isBreakerOpen: boolean;
  }>({
    name: "find-address-standing",
    text: `select b.used, b.leased, b.lease_id as "leaseId",
        exists (select from mail_suppressions where address_pseudonym = $1::text) as "isSuppressed",
        exists (select from breaker_openings where open_until > now()) as "isBreakerOpen"
      from (values ($1::text)) as wanted (address_pseudonym)
      left join guess_budgets b using (address_pseudonym)`,
    values: [addressPseudonym],
  });
  const [row] = rows;
  if (!row) throw new Error("a statement without its row");
  const { used, leased, leaseId, ...standing } = row;
  return { budget: used === null ? null : { used, leased, leaseId }, ...standing };
}

/** Replaces a budget. Returns false, and writes nothing, when it is no longer as it was read. */
export async function replaceGuessBudget(
  db: Queryable,
  addressPseudonym: string,
  change: { from: GuessBudget | null; to: GuessBudget },
): Promise<boolean> {
  const { from, to } = change;
  const { rowCount } = await db.query({
    name: "replace-guess-budget",
    text: `insert into guess_budgets as old (address_pseudonym, used, leased, lease_id)
      values ($1::text, $2::integer, $3::integer, $4::uuid)
      on conflict (address_pseudonym) do update set used = excluded.used, leased = excluded.leased,
        lease_id = excluded.lease_id, updated_at = now()
      where old.used = $5::integer and old.leased = $6::integer and old.lease_id is not distinct from $7::uuid`,
    values: [
      addressPseudonym,
      to.used,
      to.leased,
      to.leaseId,
      from?.used ?? null,
      from?.leased ?? null,
      from?.leaseId ?? null,
    ],
  });
  return rowCount === 1;
}

type OpenLease = { addressPseudonym: string; budget: GuessBudget };

/** Budgets with a lease whose code must be dead: none lives as long as the given minutes. */
export async function findEndedLeases(
  db: Queryable,
  search: { minutes: number; limit: number },
): Promise<OpenLease[]> {
  const { rows } = await db.query<GuessBudget & { addressPseudonym: string }>({
    name: "find-ended-leases",
    text: `select address_pseudonym as "addressPseudonym", used, leased, lease_id as "leaseId"
      from guess_budgets where leased > 0 and updated_at < now() - make_interval(mins => $1::integer)
      order by updated_at limit $2::integer`,
    values: [search.minutes, search.limit],
  });
  return rows.map(({ addressPseudonym, ...budget }) => ({ addressPseudonym, budget }));
}

/** Deletes budgets that nobody touched for the given days; returns how many. */
export async function deleteOldGuessBudgets(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-guess-budgets",
    text: "delete from guess_budgets where updated_at < now() - make_interval(days => $1::integer)",
    values: [days],
  });
  return rowCount ?? 0;
}
