import type { Pool } from "pg";
import type { Entry } from "../ledger.ts";
import type { Mail } from "../mails.ts";
import type { Posts } from "../posts.ts";

export type UserRow = {
  row_id: string;
  id: string;
  email: string;
  status: string;
  /** Raised by each registration while it is pending. */
  generation: number;
  activations: number;
  sessions: number;
};

export type MessageRow = {
  id: string;
  email: string;
  kind: string;
  /** The order in which an address' messages were asked for, as its row was locked; time does not tell it. */
  code_sequence: number;
  state: string;
  /** How often a provider was asked to take it. */
  attempts: number;
  requested_at: Date;
  accepted_at: Date | null;
};

/** A registration of an address while it was pending. */
export type RegistrationRow = { address_pseudonym: string; at: Date };

export type BudgetRow = { address_pseudonym: string; used: number; leased: number };

/** All that a run is judged by: what clients were told, what the provider accepted, and what the tables hold. */
export type Evidence = {
  entries: readonly Entry[];
  mails: readonly Mail[];
  posts: Posts;
  users: readonly UserRow[];
  messages: readonly MessageRow[];
  registrations: readonly RegistrationRow[];
  budgets: readonly BudgetRow[];
  /** What a table names an address by. */
  pseudonymOf(email: string): string;
};

/** Reads the tables' part of it. */
export async function readTables(
  pool: Pool,
): Promise<Pick<Evidence, "users" | "messages" | "registrations" | "budgets">> {
  const [users, messages, registrations, budgets] = await Promise.all([
    pool.query<UserRow>(
      `select row_id, u.id, email, status, generation,
         (select count(*)::int from audit_entries a where a.account_id = u.id and a.action = 'user.activated') as activations,
         (select count(*)::int from sessions s where s.user_row_id = u.row_id) as sessions
       from users u`,
    ),
    pool.query<MessageRow>(
      `select m.id, u.email, kind, m.code_sequence, state, attempts, requested_at, accepted_at
       from mail_messages m join users u on u.row_id = m.user_row_id`,
    ),
    pool.query<RegistrationRow>(
      `select address_pseudonym, at from audit_entries
       where action = 'user.registered' and details ->> 'status' = 'pending'`,
    ),
    pool.query<BudgetRow>("select address_pseudonym, used, leased from guess_budgets"),
  ]);
  return {
    users: users.rows,
    messages: messages.rows,
    registrations: registrations.rows,
    budgets: budgets.rows,
  };
}

/** The first few of many, and how many there are. */
export const few = (what: readonly string[]): string =>
  `${what.slice(0, 3).join(", ")}${what.length > 3 ? ` and ${what.length - 3} more` : ""}`;

export const groupBy = <T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
};
