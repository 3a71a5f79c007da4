import type { Locale } from "../domain/locale.ts";
import { END_OF_TIME_MICROS, type Queryable } from "./pool.ts";
import type { AccountStatus, Role } from "./users.ts";

/** An account as administrators see it in a list. */
export type ListedUser = {
  rowId: string;
  id: string;
  email: string;
  emailNormalised: string;
  username: string | null;
  status: AccountStatus;
  role: Role;
  locale: Locale;
  createdAt: Date;
  /** The same in whole microseconds, which a Date does not hold. */
  createdMicros: string;
  activatedAt: Date | null;
};

const LISTED = `u.row_id as "rowId", u.id, u.email, u.email_normalised as "emailNormalised", u.username, u.status, u.role,
  u.locale, u.created_at as "createdAt",
  (extract(epoch from u.created_at) * 1000000)::bigint as "createdMicros", u.activated_at as "activatedAt"`;

/** What every list is of. Each status is read apart, in the order of an index of its own. */
type Page = { statuses: readonly AccountStatus[]; limit: number };

/** Where the newest go on: after the account of then. */
export type AgeCursor = Pick<ListedUser, "createdMicros" | "rowId">;

/** Accounts, the newest first. */
export async function listNewestUsers(
  db: Queryable,
  { statuses, before, limit }: Page & { before: AgeCursor | null },
): Promise<ListedUser[]> {
  const { rows } = await db.query<ListedUser>({
    name: "list-newest-users",
    text: `select ${LISTED}
      from unnest($1::text[]) s(status) cross join lateral (
        select * from users v
        where v.status = s.status
          and (v.created_at, v.row_id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::bigint)
        order by v.created_at desc, v.row_id desc limit $4::integer) u
      order by u.created_at desc, u.row_id desc limit $4::integer`,
    values: [statuses, before?.createdMicros ?? END_OF_TIME_MICROS, before?.rowId ?? 0, limit],
  });
  return rows;
}

/** The account with an id, when its status is one of those. */
export async function listUserById(
  db: Queryable,
  { statuses, id }: Pick<Page, "statuses"> & { id: string },
): Promise<ListedUser[]> {
  const { rows } = await db.query<ListedUser>({
    name: "list-user-by-id",
    text: `select ${LISTED} from users u where u.id = $1::uuid and u.status = any($2::text[])`,
    values: [id, statuses],
  });
  return rows;
}

/** The accounts of a domain by their addresses; `after` is the last one seen, "" for the first page. */
export async function listUsersByDomain(
  db: Queryable,
  { statuses, domain, after, limit }: Page & { domain: string; after: string },
): Promise<ListedUser[]> {
  const { rows } = await db.query<ListedUser>({
    name: "list-users-by-domain",
    text: `select ${LISTED}
      from unnest($1::text[]) s(status) cross join lateral (
        select * from users v
        where v.status = s.status and split_part(v.email_normalised, '@', 2) collate "C" = $2::text
          and v.email_normalised collate "C" > $3::text
        order by v.email_normalised collate "C" limit $4::integer) u
      order by u.email_normalised collate "C" limit $4::integer`,
    values: [statuses, domain, after, limit],
  });
  return rows;
}

/** An account by what of it begins as the search does: its address, or its username. */
export type Match = ListedUser & {
  key: string;
  /** Its other key begins so too, and stood before this one. */
  isRepeat: boolean;
};

/** Above every text that begins with the one before it. */
const BEYOND = "\u{10ffff}";

/**
 * Addresses and usernames that begin with a text, in one order; `after` is the last one seen, "" for the first page. An
 * account can come twice.
 */
export async function listUsersByPrefix(
  db: Queryable,
  { statuses, prefix, after, limit }: Page & { prefix: string; after: string },
): Promise<Match[]> {
  const { rows } = await db.query<Match>({
    name: "list-users-by-prefix",
    // Bounds, not LIKE: a prepared plan does not know how its pattern begins.
    text: `select ${LISTED}, u.key, u.key > least(${within("u.email_normalised")}, ${within("u.username_normalised")})
        as "isRepeat"
      from unnest($1::text[]) s(status) cross join lateral (
        ${matches("email_normalised")} union all ${matches("username_normalised")}) u
      order by u.key limit $5::integer`,
    values: [statuses, prefix, prefix + BEYOND, after, limit],
  });
  return rows;
}

const isWithin = (column: string): string =>
  `${column} collate "C" >= $2::text and ${column} collate "C" < $3::text`;
const within = (column: string): string =>
  `case when ${isWithin(column)} then ${column} collate "C" end`;
const matches = (column: string): string =>
  `(select v.*, v.${column} collate "C" as key from users v
    where v.status = s.status and ${isWithin(`v.${column}`)} and v.${column} collate "C" > $4::text
    order by v.${column} collate "C" limit $5::integer)`;
