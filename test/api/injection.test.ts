import { afterAll, beforeAll, describe, test } from "vitest";
import {
  type DocumentedOperation,
  everyCredential,
  readOperations,
} from "../support/operations.ts";
import type { Person } from "../support/client.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const operations = await readOperations();

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000" });
  await newActivePerson(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const BREAKS = ["'", '"', "')", "\\'", "$$", "%", "\u02bc", "\uff07"];
const TAILS = [
  " or 1=1--",
  "; drop table users;--",
  " union select password_hash from users--",
  "||(select password_hash from users limit 1)||",
  "; select pg_sleep(10)--",
  "; update users set role='admin'--",
  "::uuid",
];
const INJECTIONS = BREAKS.flatMap((start) => TAILS.map((tail) => `${start}${tail}`));
// Postgres takes no NUL in a text (SQLSTATE 22021).
const PAYLOADS = [...INJECTIONS, "\0", "x\0y"];

type Json = unknown;

/** The same value once for each text in it, with the payload in its place. */
function bodiesWith(value: Json, payload: string): Json[] {
  if (typeof value === "string") return [payload];
  if (typeof value !== "object" || value === null) return [];
  const bodies: Json[] = [];
  for (const [name, member] of Object.entries(value))
    for (const changed of bodiesWith(member, payload)) {
      const body = structuredClone(value);
      Reflect.set(body, name, changed);
      bodies.push(body);
    }
  return bodies;
}

const toText = (type: string, body: Json): string =>
  type === "application/json"
    ? JSON.stringify(body)
    : new URLSearchParams(body as Record<string, string>).toString();

/** What an injection is after: who there is, who may do what, and what was written down of them. */
const standing = ({ email }: Person): Promise<unknown> =>
  query(
    service,
    `select u.id, u.password_hash, u.status, (select count(*) from users where role = 'admin') as admins,
       (select count(*) from audit_entries where account_id = u.id) as entries
     from users u where u.email = $1`,
    email,
  );

async function ask(
  { method, headers, body, security: [scheme = ""] }: DocumentedOperation,
  path: string,
  credentials: Record<string, string>,
  text: string | undefined,
): Promise<number> {
  const fields = new Headers(headers);
  const authorization = credentials[scheme];
  if (authorization !== undefined) fields.set("authorization", authorization);
  if (body) fields.set("content-type", body.type);
  const init = { method, headers: fields, ...(text === undefined ? {} : { body: text }) };
  return (await service.request(path, init)).status;
}

describe("injections in every text that an operation takes break nothing:", () => {
  test.for(operations)("$name", async (operation, { expect }) => {
    const witness = await newActivePerson(service);
    const credentials = await everyCredential(service);
    const before = await standing(witness);
    const { body, path } = operation;
    const text = body ? toText(body.type, body.example) : undefined;
    const statusOf = new Map<string, number>();
    for (const payload of PAYLOADS)
      for (const changed of operation.pathsWith(payload))
        statusOf.set(changed, await ask(operation, changed, credentials, text));
    for (const payload of PAYLOADS)
      for (const changed of body ? bodiesWith(body.example, payload) : []) {
        const sent = toText(body?.type ?? "", changed);
        statusOf.set(sent, await ask(operation, path, credentials, sent));
      }
    expect([...statusOf].filter(([, status]) => status >= 500)).toEqual([]);
    expect(await standing(witness)).toEqual(before);
  });
});

test("there is a text in most operations, and a statement made of one would be broken (control)", async ({
  expect,
}) => {
  const taking = operations.filter(
    ({ body, pathsWith }) => pathsWith("x").length + bodiesWith(body?.example, "x").length > 0,
  );
  expect(taking.length).toBeGreaterThan(operations.length / 2);
  const [payload = ""] = PAYLOADS;
  const found = await query(service, `select 1 from users where email = '${payload}'`);
  expect(found.length).toBeGreaterThan(0);
});
