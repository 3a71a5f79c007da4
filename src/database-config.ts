import { z } from "zod";
import { type Environment, integer, url } from "./config-values.ts";
import type { Pooler } from "./postgres/pool.ts";

const databaseUrl = (): z.ZodURL => url("postgres", "postgresql");

/** Where Postgres is, and how it is spoken to. */
export const DATABASE_VARIABLES = {
  DATABASE_URL: databaseUrl(),
  // The same database past a pooler, which lends a connection for one transaction. Without it there is no pooler.
  DATABASE_DIRECT_URL: databaseUrl().optional(),
  DATABASE_PREPARED: z.enum(["on", "off"]).default("on"),
  DATABASE_POOL_MAX: integer(2, 200).default(10),
  DATABASE_MIGRATE: z.enum(["on", "off"]).default("on"),
};

type Database = Readonly<{
  DATABASE_URL: string;
  DATABASE_DIRECT_URL?: string | undefined;
  DATABASE_PREPARED?: "on" | "off";
}>;

/** What is set for a pooler, and would be passed over without one. Every problem is one line. */
export function databaseProblems(given: Environment): string[] {
  const { DATABASE_URL, DATABASE_DIRECT_URL = DATABASE_URL, DATABASE_PREPARED } = given;
  return DATABASE_PREPARED === "off" && DATABASE_DIRECT_URL === DATABASE_URL
    ? ["DATABASE_PREPARED: off is for a pooler, and needs a DATABASE_DIRECT_URL past it"]
    : [];
}

/** Where what needs a session goes: LISTEN, and migrations, which may take longer than a pooler lets them. */
export const directUrlOf = ({ DATABASE_URL, DATABASE_DIRECT_URL }: Database): string =>
  DATABASE_DIRECT_URL ?? DATABASE_URL;

/** What DATABASE_URL leads through; null when that is nothing. */
export const poolerOf = (config: Database): Pooler | null =>
  directUrlOf(config) === config.DATABASE_URL
    ? null
    : { preparesStatements: config.DATABASE_PREPARED === "on" };
