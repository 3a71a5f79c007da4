import { z } from "zod";
import { parseEmailAddress } from "../../domain/email-address.ts";
import { cutPage } from "../../domain/list-cursor.ts";
import { attempt } from "../../postgres/pool.ts";
import {
  type ListedUser,
  listNewestUsers,
  listUserById,
  listUsersByDomain,
  listUsersByPrefix,
} from "../../postgres/user-pages.ts";
import type { AccountStatus } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

/** What a search is for: an account by its id, all of a domain, or what begins as typed. */
export type UserSearch =
  | { kind: "none" }
  | { kind: "id"; id: string }
  | { kind: "domain"; domain: string }
  | { kind: "prefix"; prefix: string };

/** The place of an account in its list: by what it is in order. */
type Place = readonly string[];

/** One page, and after what the next begins; null at the end of the list. */
export type UserPage = { users: ListedUser[]; after: Place | null };

const ID = z.guid();

/** Reads what an administrator typed, in whatever case. */
export function readSearch(text: string | undefined): UserSearch {
  if (text === undefined) return { kind: "none" };
  const typed = text.toLowerCase();
  if (ID.safeParse(typed).success) return { kind: "id", id: typed };
  // Read as the domain of an address: in ASCII, as accounts have it.
  if (typed.startsWith("@")) {
    const [, domain] = parseEmailAddress(`x${typed}`)?.normalised.split("@") ?? [];
    return { kind: "domain", domain: domain ?? typed.slice(1) };
  }
  return { kind: "prefix", prefix: parseEmailAddress(typed)?.normalised ?? typed };
}

/** A page of accounts. What it reads depends on its length alone. Throws UnavailableError when Postgres is away. */
export async function listUsers(
  { pool }: Pick<Resources, "pool">,
  page: {
    statuses: readonly AccountStatus[];
    search: UserSearch;
    after: Place | null;
    limit: number;
  },
): Promise<UserPage> {
  const { statuses, search, limit } = page;
  const [after = "", rowId = ""] = page.after ?? [];
  // One more than is shown tells whether there is more.
  const asked = { statuses, limit: limit + 1 };
  switch (search.kind) {
    case "none": {
      const before = page.after && { createdMicros: after, rowId };
      const rows = await attempt(() => listNewestUsers(pool, { ...asked, before }));
      return cut(rows, limit, (row) => [row.createdMicros, row.rowId]);
    }
    case "id":
      return {
        users: await attempt(() => listUserById(pool, { statuses, ...search })),
        after: null,
      };
    case "domain": {
      const rows = await attempt(() => listUsersByDomain(pool, { ...asked, ...search, after }));
      return cut(rows, limit, ({ emailNormalised }) => [emailNormalised]);
    }
    case "prefix": {
      // Where every account matches by both, as many as are shown come twice.
      const most = 2 * limit + 1;
      const rows = await attempt(() =>
        listUsersByPrefix(pool, { ...search, statuses, after, limit: most }),
      );
      const fresh = rows.filter(({ isRepeat }) => !isRepeat);
      const last = rows.at(-1);
      const isMore = last && rows.length === most && fresh.length <= limit;
      return isMore ? { users: fresh, after: [last.key] } : cut(fresh, limit, ({ key }) => [key]);
    }
  }
}

function cut<Row extends ListedUser>(
  rows: Row[],
  limit: number,
  place: (row: Row) => Place,
): UserPage {
  const { shown, last } = cutPage(rows, limit);
  return { users: shown, after: last && place(last) };
}
