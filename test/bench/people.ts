import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { loadConfig } from "../../src/config.ts";
import { parseEmailAddress } from "../../src/domain/email-address.ts";
import { mintCode } from "../../src/domain/one-time-code.ts";
import { deriveKeys } from "../../src/keys.ts";
import { basic } from "../support/client.ts";
import { type Load, sendAll, writePost, writeRequest } from "./http-load.ts";
import type { ServiceStack } from "./service-stack.ts";

export type Person = { email: string; password: string };

export const newPeople = (count: number): Person[] =>
  Array.from({ length: count }, () => ({
    email: `${randomUUID()}@example.com`,
    password: randomUUID(),
  }));

/** Registers people, each from an address of his own. Throws when one is refused. */
export async function registerAll(
  port: number,
  people: readonly Person[],
  concurrency: number,
): Promise<Load> {
  const requests = people.map((person) => writePost("/users", person));
  const load = await sendAll(port, requests, concurrency);
  expectStatus(load, 202);
  return load;
}

/** Throws when an answer is another one. */
export function expectStatus({ answers }: Load, status: number): void {
  const other = answers.find((each) => each.status !== status);
  if (other) throw new Error(`answered ${other.status}: ${other.body}`);
}

/** What an address is stored and found by. */
export function normalisedOf({ email }: Pick<Person, "email">): string {
  const parsed = parseEmailAddress(email);
  if (!parsed) throw new Error(`${email} is no address`);
  return parsed.normalised;
}

/**
 * The code in the newest mail of each, in their order, made of its message as the mail job makes it. Throws when somebody has
 * none.
 */
export async function codesOf(
  pool: Pool,
  environment: Record<string, string>,
  people: readonly Person[],
): Promise<string[]> {
  const keys = deriveKeys(loadConfig(environment).SECRET_KEY);
  const { rows } = await pool.query<{ id: string | null }>(
    `select newest.id from unnest($1::text[]) with ordinality as asked (email_normalised, place)
      left join lateral (
        select m.id from users u join mail_messages m on m.user_row_id = u.row_id
        where u.email_normalised = asked.email_normalised order by m.code_sequence desc limit 1) newest on true
      order by asked.place`,
    [people.map(normalisedOf)],
  );
  return rows.map(({ id }, i) => {
    if (id === null) throw new Error(`${people[i]?.email} was sent no code`);
    return mintCode(keys.codeMint, id, 4);
  });
}

type Registrar = Pick<ServiceStack, "service" | "pool" | "environment" | "untilMailed">;

/** Registers so many, and waits until their codes are out. */
export async function registerNew(
  { service, untilMailed }: Registrar,
  count: number,
  concurrency: number,
): Promise<Person[]> {
  const people = newPeople(count);
  await registerAll(service.port, people, concurrency);
  await untilMailed();
  return people;
}

/** Activates people with the codes of their mails; activations a second. Throws when one is refused. */
export async function activateWithCodes(
  { pool, environment }: Registrar,
  port: number,
  people: readonly Person[],
  concurrency: number,
): Promise<number> {
  const codes = await codesOf(pool, environment, people);
  const requests = people.map((person, i) => writeActivation(person, { code: codes[i] }));
  return sendActivations(port, requests, concurrency);
}

export const writeActivation = (person: Person, body: unknown): Buffer =>
  writeRequest("POST", "/auth/activate", {
    fields: [`Authorization: ${basic(person)}`, "Content-Type: application/json"],
    body: JSON.stringify(body),
  });

/** So many a second. Throws when one is refused. */
export async function sendActivations(
  port: number,
  requests: Buffer[],
  concurrency: number,
): Promise<number> {
  const load = await sendAll(port, requests, concurrency);
  expectStatus(load, 200);
  return load.perSecond;
}
