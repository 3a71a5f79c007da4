import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import {
  type DocumentedOperation,
  everyCredential,
  readOperations,
} from "../support/operations.ts";
import { type TestService, startService } from "../support/service.ts";

// Every route of the API document that takes a body, those to come as well.
const withBody = (await readOperations()).filter(({ body }) => body !== null);
const takingJson = withBody.filter(
  ({ name, body }) => body?.type === "application/json" && !isSigned(name),
);
const others = withBody.filter((operation) => !takingJson.includes(operation));

/** Of what providers post the signature is checked, whatever the bytes are. */
function isSigned(name: string): boolean {
  return name.startsWith("post /webhooks/");
}

let service: TestService;
let credentials: Record<string, string>;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  credentials = await everyCredential(service);
  // What the mails of that write down must not come in between.
  const queued = "select 1 from mail_messages where state = 'queued'";
  const isIdle = async (): Promise<boolean> =>
    (await service.resources.pool.query(queued)).rowCount === 0;
  await vi.waitUntil(isIdle, { timeout: 15_000 });
});
afterAll(() => service[Symbol.asyncDispose]());

type Body = NonNullable<RequestInit["body"]>;

const send = (
  { method, path, headers, security: [scheme = ""] }: DocumentedOperation,
  body: Body | undefined,
  type: string | undefined,
  more: Record<string, string> = {},
): Promise<Response> => {
  const all = new Headers({ ...headers, ...more });
  const authorization = credentials[scheme];
  if (authorization !== undefined) all.set("authorization", authorization);
  if (type !== undefined) all.set("content-type", type);
  return service.request(path, { method, headers: all, ...(body === undefined ? {} : { body }) });
};

/** Everything that is written down, but not when somebody was last seen. */
async function readDatabase(): Promise<unknown> {
  const { pool } = service.resources;
  const { rows } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const tables = rows.map(async ({ name }) => {
    const read = `select coalesce(jsonb_agg(to_jsonb(t) - array['last_used_at', 'idle_expires_at'] order by to_jsonb(t)::text), '[]') as all from "${name}" t`;
    return [name, (await pool.query<{ all: unknown[] }>(read)).rows[0]?.all];
  });
  return Object.fromEntries((await Promise.all(tables)) as [string, unknown][]);
}

const exampleText = ({ body }: DocumentedOperation): string => JSON.stringify(body?.example);
const form = (): Body => new URLSearchParams({ email: newPerson().email });
const multipart = (): Body => {
  const data = new FormData();
  data.set("email", newPerson().email);
  return data;
};
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

const JSON_TYPE = "application/json";
type Case = [
  name: string,
  status: number,
  body: (operation: DocumentedOperation) => Body | undefined,
  type?: string,
  headers?: Record<string, string>,
];
const refused: Case[] = [
  ["an empty body", 400, () => "", JSON_TYPE],
  ["half of one", 400, (operation) => exampleText(operation).slice(0, -1), JSON_TYPE],
  ["two of them", 400, (operation) => exampleText(operation).repeat(2), JSON_TYPE],
  ["no type", 415, (operation) => new TextEncoder().encode(exampleText(operation))],
  ["text/plain", 415, exampleText, "text/plain"],
  ["a form", 415, form],
  ["a multipart form", 415, multipart],
  ["another JSON type", 415, exampleText, "application/merge-patch+json"],
  ["another charset", 415, exampleText, "application/json; charset=iso-8859-1"],
  ["two types", 415, exampleText, "application/json, text/plain"],
  ["two types, both JSON", 415, exampleText, "application/json, application/json"],
  ["gzip", 415, (o) => gzipSync(exampleText(o)), JSON_TYPE, { "content-encoding": "gzip" }],
  ["an array", 422, () => "[]", JSON_TYPE],
  ["null", 422, () => "null", JSON_TYPE],
  ["a number", 422, () => "1e400", JSON_TYPE],
  ["a string", 422, () => '"x"', JSON_TYPE],
  ["8,000 levels", 422, () => nested(8000), JSON_TYPE],
  ["10,000 levels", 413, () => nested(10_000), JSON_TYPE],
  ["17 KB", 413, (o) => `${exampleText(o)}${" ".repeat(17_000)}`, JSON_TYPE],
];

describe.each(takingJson)("$name", (operation) => {
  test("refuses what is not its JSON, and nothing of it is written", async ({ expect }) => {
    const before = await readDatabase();
    for (const [name, status, body, type, headers] of refused) {
      const response = await send(operation, body(operation), type, headers);
      expect(`${name}: ${response.status}`).toBe(`${name}: ${status}`);
      expect(response.headers.get("content-type"), name).toBe("application/problem+json");
    }
    const empty = await send(operation, undefined, undefined);
    // Nobody has the id of an example: with nothing in its body that has to be, it gets that far.
    expect(operation.body?.isRequired === false ? [404] : [400, 422]).toContain(empty.status);
    expect(await readDatabase()).toEqual(before);
  });

  test("refuses members that it does not know, and names them", async ({ expect }) => {
    const before = await readDatabase();
    const example = operation.body?.example as Record<string, unknown>;
    for (const member of ["is_admin", "constructor", "toString"]) {
      const response = await send(
        operation,
        JSON.stringify({ ...example, [member]: { prototype: { polluted: 1 } } }),
        JSON_TYPE,
      );
      expect(response.status, member).toBe(422);
      expect((await json(response)).errors, member).toContainEqual({
        field: member,
        message: "is not known",
      });
    }
    const named = `{"unknown":1,"__proto__":{"polluted":1,"email":"a@b.example"},${exampleText(operation).slice(1)}`;
    expect((await send(operation, named, JSON_TYPE)).status).toBe(422);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(await readDatabase()).toEqual(before);
  });

  test("takes the last of two members of one name", async ({ expect }) => {
    const [[name, value] = ["", ""]] = Object.entries(operation.body?.example as object);
    const member = (given: unknown): string => `${JSON.stringify(name)}:${JSON.stringify(given)}`;
    const NEVER = [[[]]];
    const rest = `"unknown":1,${exampleText(operation).slice(1)}`;
    const goodLast = await send(operation, `{${member(NEVER)},${rest}`, JSON_TYPE);
    expect((await json(goodLast)).errors).toEqual([{ field: "unknown", message: "is not known" }]);
    const badLast = `{${rest.slice(0, -1)},${member(NEVER)}}`;
    const { errors } = await json(send(operation, badLast, JSON_TYPE));
    expect(errors.map(({ field }: { field: string }) => field.split(".")[0])).toContain(name);
    expect(value).not.toEqual(NEVER);
  });
});

describe.each(others)("$name", (operation) => {
  test("refuses what it cannot read, and nothing of it is written", async ({ expect }) => {
    const before = await readDatabase();
    for (const [name, , body, type, headers] of refused) {
      if (name === "a form") continue;
      const response = await send(operation, body(operation), type, headers);
      expect(response.status, name).toBeGreaterThanOrEqual(400);
      expect(response.status, name).toBeLessThan(500);
    }
    expect(await readDatabase()).toEqual(before);
  });
});

test("at least ten routes take JSON, and a good body is written (control)", async ({ expect }) => {
  expect(takingJson.length).toBeGreaterThanOrEqual(10);
  const before = await readDatabase();
  const register = takingJson.find(({ name }) => name === "post /users");
  if (!register) throw new Error("there is no registration");
  const response = await send(register, JSON.stringify(newPerson()), JSON_TYPE);
  expect(response.status).toBe(202);
  expect(await readDatabase()).not.toEqual(before);
});
