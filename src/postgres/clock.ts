import type { Queryable } from "./pool.ts";

/** What time it is by the database's clock, in ms since 1970. */
export async function readClockMs(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ nowMs: number }>({
    name: "read-clock",
    text: `select (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"`,
  });
  const [row] = rows;
  if (!row) throw new Error("the database has no clock");
  return row.nowMs;
}
