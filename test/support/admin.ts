import { randomUUID } from "node:crypto";
import { json } from "./answer.ts";
import type { Person } from "./client.ts";
import type { TestService } from "./service.ts";
import { type Tokens, newSignedIn, sendAs } from "./session.ts";

export type Admin = {
  person: Person;
  tokens: Tokens;
  id: string;
  get(path: string): Promise<Response>;
  patch(id: string, change: unknown): Promise<Response>;
  unlock(id: string): Promise<Response>;
  delete(id: string, body?: unknown): Promise<Response>;
  /** The newest entries of the audit trail first. */
  audit(query: string): Promise<Record<string, unknown>[]>;
};

/** An administrator, signed in on one device. */
export async function newAdmin(service: TestService): Promise<Admin> {
  const { person, tokens } = await newSignedIn(service);
  const id = await idOf(service, person);
  await service.resources.pool.query("update users set role = 'admin' where id = $1", [id]);
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    sendAs(service, tokens, method, path, body);
  return {
    person,
    tokens,
    id,
    get: (path) => send("GET", path),
    patch: (userId, change) => send("PATCH", `/admin/users/${userId}`, change),
    unlock: (userId) => send("POST", `/admin/users/${userId}/unlock`),
    delete: (userId, body = {}) => send("DELETE", `/admin/users/${userId}`, body),
    audit: async (query) => (await json(send("GET", `/admin/audit?${query}`))).entries,
  };
}

/** The id of somebody's account. */
export async function idOf({ resources }: TestService, { email }: Person): Promise<string> {
  const { rows } = await resources.pool.query("select id from users where email = $1", [email]);
  return rows[0].id;
}

export type InsertedUser = {
  id: string;
  email: string;
  username: string | null;
  status: "pending" | "active" | "disabled";
};

/** Somebody's account as it stands in the database; nobody can sign in to it. */
export async function insertUser(
  { resources }: Pick<TestService, "resources">,
  { email, username = null, status = "active" }: Partial<InsertedUser> & { email: string },
): Promise<InsertedUser> {
  const id = randomUUID();
  await resources.pool.query(
    `insert into users (id, email, email_normalised, password_hash, status, activated_at, username, username_normalised)
     values ($1, $2, lower($2), 'none', $3, case $3 when 'pending' then null else now() end, $4, lower($4))`,
    [id, email, status, username],
  );
  return { id, email, username, status };
}

/** As an account stands in a list. */
export type ListedUser = InsertedUser & { role: string };

/** All pages of a list of accounts, one after the other, and how many each had. */
export async function readAllUsers(
  admin: Admin,
  query: string,
): Promise<{ users: ListedUser[]; pages: number[] }> {
  const users: ListedUser[] = [];
  const pages: number[] = [];
  let cursor = "";
  do {
    const page = await json(admin.get(`/admin/users?${query}${cursor}`));
    users.push(...page.users);
    pages.push(page.users.length);
    cursor = page.next === null ? "" : `&cursor=${page.next}`;
  } while (cursor !== "");
  return { users, pages };
}

export const idsOf = (users: readonly { id: string }[]): string[] => users.map(({ id }) => id);
