import { type MailKind, NONE_OF_ANY_KIND } from "./mail-kinds.ts";
import type { Queryable } from "./pool.ts";

/** Messages that ended without reaching anybody, and that an operator can send again or drop. */
export const DEAD_STATES = ["undeliverable", "expired"] as const;
export type DeadState = (typeof DEAD_STATES)[number];
/** The same as a condition on mail_messages as m, as the index of dead letters has it. */
export const IS_DEAD = `m.state in ('${DEAD_STATES.join("', '")}')`;

export type MailFigures = {
  queued: Record<MailKind, number>;
  /** How long the one that waits longest has waited; 0 when none does. */
  oldestMs: number;
  dead: Record<DeadState, number>;
};

type Row = { kind: MailKind; state: null; count: number; oldestMs: number } | DeadRow;
type DeadRow = { kind: null; state: DeadState; count: number; oldestMs: null };

/** How much mail waits, for how long, and how much is given up: all of one moment. */
export async function readMailFigures(db: Queryable): Promise<MailFigures> {
  const { rows } = await db.query<Row>({
    name: "read-mail-figures",
    text: `select kind, null as state, count(*)::integer as count,
        greatest(0, extract(epoch from now() - min(queued_at)) * 1000)::float8 as "oldestMs"
      from mail_messages where state = 'queued' group by kind
      union all
      select null, state, count(*)::integer, null
      from mail_messages m where ${IS_DEAD} group by state`,
  });
  const figures: MailFigures = {
    queued: { ...NONE_OF_ANY_KIND },
    oldestMs: 0,
    dead: { undeliverable: 0, expired: 0 },
  };
  for (const { kind, state, count, oldestMs } of rows) {
    if (state !== null) figures.dead[state] = count;
    else {
      figures.queued[kind] = count;
      figures.oldestMs = Math.max(figures.oldestMs, oldestMs);
    }
  }
  return figures;
}
