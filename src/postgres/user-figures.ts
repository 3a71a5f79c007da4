import type { Queryable } from "./pool.ts";

export type UserFigures = {
  admins: number;
  /** As the last vacuum or analyze counted them; null before the first. */
  accountsAbout: number | null;
};

/** How many accounts there are, without counting them: at a million that would read the table at each scrape. */
export async function readUserFigures(db: Queryable): Promise<UserFigures> {
  const { rows } = await db.query<UserFigures>({
    name: "read-user-figures",
    text: `select (select count(*)::integer from users where role = 'admin' and status = 'active') as admins,
        nullif(reltuples, -1)::float8 as "accountsAbout"
      from pg_class where oid = 'users'::regclass`,
  });
  return rows[0] ?? { admins: 0, accountsAbout: null };
}
