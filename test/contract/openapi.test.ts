import { readFile } from "node:fs/promises";
import { describe, test } from "vitest";
import { FAILURES } from "../../src/domain/failure.ts";
import { EVENT_TYPES } from "../../src/postgres/webhook-events.ts";

type Content = Record<string, { example?: unknown; examples?: Record<string, unknown> }>;
type Operation = {
  operationId?: string;
  summary?: string;
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
};
const document = JSON.parse(
  await readFile(new URL("../../openapi/openapi.json", import.meta.url), "utf8"),
) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
);

test("it is OpenAPI 3.1, and has every route of the contract", ({ expect }) => {
  expect(document.openapi).toBe("3.1.0");
  expect(operations.map(({ name }) => name)).toEqual([
    "post /users",
    "post /auth/activate",
    "post /auth/activation-codes",
    "post /sessions",
    "get /sessions",
    "delete /sessions",
    "post /sessions/refresh",
    "delete /sessions/current",
    "delete /sessions/{id}",
    "post /oauth/token",
    "post /oauth/revoke",
    "post /oauth/introspect",
    "get /.well-known/jwks.json",
    "get /.well-known/oauth-authorization-server",
    "post /otp/send",
    "post /otp/verify",
    "post /proofs/verify",
    "post /password-resets",
    "post /password-resets/confirm",
    "get /users/me",
    "patch /users/me",
    "delete /users/me",
    "put /users/me/password",
    "put /users/me/email",
    "post /users/me/email/confirm",
    "post /email-changes/undo",
    "post /live/tickets",
    "get /live",
    "get /live/events",
    "post /webhooks/email/{provider}",
    "get /",
    "get /health/live",
    "get /health/ready",
    "post /ops/limits/explain",
    "delete /ops/limits/buckets/{id}",
    "get /ops/limits",
    "get /ops/limits/{name}",
    "put /ops/limits/{name}",
    "delete /ops/limits/{name}",
    "get /ops/changes",
    "get /ops/events",
    "get /ops/mail",
    "get /ops/mail/dead-letters",
    "post /ops/mail/dead-letters/redrive",
    "post /ops/mail/dead-letters/drop",
    "post /ops/mail/lookup",
    "delete /ops/mail/suppressions",
    "get /ops/webhooks",
    "get /ops/webhooks/events",
    "post /ops/webhooks/redrive",
    "post /ops/webhooks/drop",
    "get /ops/guess-bound",
    "get /ops/breaker",
    "get /ops/traffic",
    "get /ops/journal",
    "post /ops/simulations",
    "get /admin/users",
    "get /admin/users/{id}",
    "patch /admin/users/{id}",
    "delete /admin/users/{id}",
    "post /admin/users/{id}/unlock",
    "get /admin/audit",
  ]);
});

describe.each(operations)("$name", ({ operation }) => {
  test("has an id, a summary, and bodies that cannot be left out unless all in them can", ({
    expect,
  }) => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).toBeTruthy();
    if (operation.requestBody)
      expect(operation.requestBody.required).toBe(operation.operationId !== "deleteUser");
  });

  test("shows an example of what it takes and of what it answers", ({ expect }) => {
    const { requestBody, responses } = operation;
    const contents = [
      requestBody?.content,
      ...Object.values(responses).map(({ content }) => content),
    ];
    const bodies = contents.flatMap((content) =>
      Object.entries(content ?? {}).filter(([type]) => type !== "application/problem+json"),
    );
    // A route that takes nothing and answers 204, or with a WebSocket, has nothing to show.
    const isSilent = requestBody === undefined && ("204" in responses || "101" in responses);
    expect(bodies.length > 0).toBe(!isSilent);
    for (const [, { example, examples }] of bodies) expect(example ?? examples).toBeTruthy();
  });

  test("names its problem codes, with an example of each", ({ expect }) => {
    const examples = Object.entries(operation.responses).flatMap(([status, { content }]) =>
      Object.entries(content?.["application/problem+json"]?.examples ?? {}).map(
        ([code]) => [code, Number(status)] as const,
      ),
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const [code, status] of examples)
      expect(FAILURES[code as keyof typeof FAILURES].status, code).toBe(status);
  });
});

test("what can be null is nowhere held to a schema that null does not fit", ({ expect }) => {
  // What a reference that is made nullable comes out as, of the library that writes the document.
  const contradiction = /"allOf":\[\{"\$ref":"[^"]*"\},\{"type":\["object","null"\]/;
  expect(JSON.stringify(document)).not.toMatch(contradiction);
  expect('{"allOf":[{"$ref":"#/a"},{"type":["object","null"]}]}').toMatch(contradiction);
  expect(JSON.stringify(document)).toContain('{"type":"null"}');
});

test("it has every kind of event, with an example", ({ expect }) => {
  expect(Object.keys(document.webhooks)).toEqual(EVENT_TYPES);
  for (const [type, { post }] of Object.entries(document.webhooks)) {
    expect(post.summary).toBeTruthy();
    expect(post.requestBody?.content["application/json"]?.example).toMatchObject({ type });
  }
});

test("operation ids are unique", ({ expect }) => {
  const ids = [
    ...operations.map(({ operation }) => operation.operationId),
    ...Object.values(document.webhooks).map(({ post }) => post.operationId),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
