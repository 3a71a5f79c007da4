import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { API, CLIENTS, DASHBOARD, asClient, postAs, postForm, renewAs } from "../support/oauth.ts";
import { type TestService, startService } from "../support/service.ts";
import { newSignedIn } from "../support/session.ts";

const NEXT = "another-secret-of-the-api";
let service: TestService;
beforeAll(async () => {
  service = await startService({ OAUTH_CLIENTS: `${CLIENTS},api:${NEXT}` });
});
afterAll(() => service[Symbol.asyncDispose]());

const PATHS = ["/oauth/token", "/oauth/revoke", "/oauth/introspect"];
const FORM = "application/x-www-form-urlencoded";
const raw = (body: NonNullable<RequestInit["body"]>, type: string | null = FORM): RequestInit => ({
  method: "POST",
  headers: { ...asClient(API), ...(type === null ? {} : { "content-type": type }) },
  body,
});

/** Each of them is of its own kind; what the routes take is there, so that nothing else is wrong. */
const GOOD = "grant_type=refresh_token&refresh_token=x&token=x";
const BAD: [string, RequestInit][] = [
  ["JSON", raw("{}", "application/json")],
  ["multipart", { ...raw(new FormData(), null) }],
  ["plain text", raw(GOOD, "text/plain")],
  ["bytes without a type", raw(new TextEncoder().encode(GOOD), null)],
  ["another charset", raw(GOOD, `${FORM}; charset=iso-8859-1`)],
  ["two types", raw(GOOD, `${FORM}, application/json`)],
  ["nothing", raw("")],
  ["a parameter twice", raw(`${GOOD}&token=x`)],
  ["a parameter twice, once without a value", raw(`${GOOD}&token=`)],
  ["an unknown parameter twice", raw(`${GOOD}&a=1&a=2`)],
  ["a parameter twice in two spellings", raw(`${GOOD}&%74oken=x`)],
  ["a broken escape", raw(`${GOOD}&a=%zz`)],
  ["half an escape", raw(`${GOOD}&a=%2`)],
  ["an escape that is not UTF-8", raw(`${GOOD}&a=%ff`)],
  ["bytes that are not UTF-8", raw(Buffer.from([...Buffer.from(`${GOOD}&a=`), 0xff]))],
  ["parameters without values", raw("grant_type=&refresh_token=&token=")],
  ["a client in two ways", raw(`${GOOD}&client_id=api&client_secret=${API.secret}`)],
  ["two clients", raw(`${GOOD}&client_id=dashboard`)],
];

describe.each(PATHS)("POST %s", (path) => {
  test("refuses what is not well-formed as RFC 6749 §5.2 says", async ({ expect }) => {
    for (const [name, init] of BAD) {
      const response = await service.request(path, init);
      expect(response.status, name).toBe(400);
      expect(response.headers.get("content-type"), name).toBe("application/json");
      expect(response.headers.get("cache-control"), name).toBe("no-store");
      expect(await json(response), name).toEqual({
        error: "invalid_request",
        error_description: expect.stringMatching(/^[ !#-[\]-~]+$/),
      });
    }
    // Control: the same form without a fault is read.
    for (const type of [FORM, `${FORM}; charset=UTF-8`, FORM.toUpperCase()]) {
      const read = await service.request(path, raw(GOOD, type));
      expect(await read.text()).not.toContain("invalid_request");
    }
  });

  test("reads no parameter from its URL", async ({ expect }) => {
    const response = await service.request(`${path}?${GOOD}`, raw("a=b"));
    expect(await json(response)).toMatchObject({ error: "invalid_request" });
  });

  test("takes a client's secret in its header or its form, encoded or not", async ({ expect }) => {
    const fields = { grant_type: "refresh_token", refresh_token: "x", token: "x" };
    const encoded = { name: "%61pi", secret: API.secret.replaceAll("-", "%2D") };
    const inForm = { client_id: "api", client_secret: NEXT };
    for (const init of [
      postForm(fields, asClient(API)),
      postForm(fields, asClient({ name: "api", secret: NEXT })),
      postForm(fields, asClient(encoded)),
      postForm({ ...fields, client_id: "api" }, asClient(API)),
      postForm({ ...fields, ...inForm }),
    ])
      expect((await service.request(path, init)).status).toBe(path.endsWith("token") ? 400 : 200);
  });

  test("refuses a client that does not authenticate, with a challenge", async ({ expect }) => {
    const fields = { grant_type: "refresh_token", refresh_token: "x", token: "x" };
    const { secret } = API;
    const headers: string[] = [
      asClient({ name: "api", secret: "wrong" }).authorization,
      asClient({ name: "api", secret: DASHBOARD.secret }).authorization,
      asClient({ name: "API", secret }).authorization,
      asClient({ name: "nobody", secret }).authorization,
      asClient({ name: "latchkey", secret: "" }).authorization,
      asClient({ name: "api", secret: `${secret} ` }).authorization,
      asClient({ name: "", secret: "" }).authorization,
      asClient({ name: "api%", secret }).authorization,
      `Basic ${secret}`,
      "Basic",
      `Bearer ${secret}`,
    ];
    const inits = [
      ...headers.map((authorization) => postForm(fields, { authorization })),
      postForm({ ...fields, client_id: "api" }),
      postForm({ ...fields, client_secret: secret }),
      postForm({ ...fields, client_id: "api", client_secret: "wrong" }),
      postForm({ ...fields, client_id: "latchkey", client_secret: secret }),
    ];
    for (const [i, init] of inits.entries()) {
      const response = await service.request(path, init);
      expect(response.status, String(i)).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe(
        'Basic realm="latchkey", charset="UTF-8"',
      );
      expect(await json(response)).toMatchObject({ error: "invalid_client" });
    }
  });

  test("has the size limit of all, and knows POST alone", async ({ expect }) => {
    const large = await service.request(path, raw(`${GOOD}&a=${"x".repeat(17_000)}`));
    expect(large.status).toBe(413);
    expect((await service.request(path)).status).toBe(405);
  });
});

test("a grant that is none of ours, and a scope, have their own codes", async ({ expect }) => {
  const errorOf = async (fields: Record<string, string>): Promise<string> =>
    (await json(postAs(service, null, "token", fields))).error;
  for (const grant_type of ["authorization_code", "client_credentials", "Refresh_Token", "x"])
    expect(await errorOf({ grant_type })).toBe("unsupported_grant_type");
  const { tokens } = await newSignedIn(service);
  const fields = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
  expect(await errorOf({ ...fields, scope: "openid" })).toBe("invalid_scope");
  expect((await postAs(service, null, "token", { ...fields, scope: "" })).status).toBe(200);
});

test("while Postgres is away, each of them is 503 for clients to come back", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const lost = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const { pool } = service.resources;
  const spies = [
    vi.spyOn(pool, "connect").mockThrow(lost),
    vi.spyOn(pool, "query").mockThrow(lost),
  ];
  try {
    for (const response of await Promise.all([
      renewAs(service, null, tokens),
      postAs(service, null, "revoke", { token: tokens.refresh_token }),
      postAs(service, API, "introspect", { token: tokens.access_token }),
    ])) {
      expect(response.status).toBe(503);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await json(response)).toMatchObject({ error: "temporarily_unavailable" });
    }
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  expect((await renewAs(service, null, tokens)).status).toBe(200);
});

test("no secret and no token is in the log", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  await postAs(service, API, "introspect", { token: tokens.access_token });
  await renewAs(service, null, tokens);
  const log = service.logLines.join("\n");
  expect(log).toContain("/oauth/introspect");
  for (const secret of [API.secret, NEXT, tokens.refresh_token, tokens.access_token])
    expect(log).not.toContain(secret);
});
