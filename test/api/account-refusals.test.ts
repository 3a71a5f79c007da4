import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { basic, newPerson, postJson } from "../support/client.ts";
import { newAddress } from "../support/email-change.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, getMeAs, newSignedIn, openSession, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

type Body = Record<string, unknown>;
type Route = [method: string, path: string, body: (password: string) => Body, status: number];

/** With a body that is right, and what that answers. */
const ROUTES: Route[] = [
  ["PATCH", "/users/me", () => ({ locale: "de" }), 200],
  [
    "PUT",
    "/users/me/password",
    (current_password) => ({ current_password, new_password: newPerson().password }),
    204,
  ],
  [
    "PUT",
    "/users/me/email",
    (current_password) => ({ current_password, email: newAddress() }),
    202,
  ],
  ["POST", "/users/me/email/confirm", () => ({ code: "12345678" }), 410],
  ["DELETE", "/users/me", (current_password) => ({ current_password }), 204],
];
const OPEN_ROUTES: Route[] = [["POST", "/email-changes/undo", () => ({ token: "of-nobody" }), 410]];

describe.each(ROUTES)("%s %s", (method, path, makeBody, status) => {
  test("is for who is signed in now, and for nobody else", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const body = makeBody(person.password);
    const sendWith = (headers: Record<string, string>): Promise<Response> =>
      service.request(path, { ...postJson(body, headers), method });
    const ended = await openSession(service, person);
    await query(
      service,
      "update sessions set ended_at = now(), end_reason = 'signed_out' where id = $1",
      ended.session_id,
    );
    const { access_token } = tokens;
    for (const headers of [
      {},
      { authorization: basic(person) },
      { authorization: `Bearer ${access_token.slice(0, -4)}AAAA` },
      { authorization: `Bearer ${access_token}, Bearer ${access_token}` },
      { authorization: `Bearer ${tokens.refresh_token}` },
      bearer(ended),
    ]) {
      const response = await sendWith(headers);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toMatch(/^Bearer /);
      expect(await json(response)).toMatchObject({ code: "invalid_token" });
    }
    const disable = "update users set status = $2 where email = $1";
    await query(service, disable, person.email, "disabled");
    expect((await sendWith(bearer(tokens))).status).toBe(401);
    await query(service, disable, person.email, "active");
    expect((await sendWith(bearer(tokens))).status).toBe(status);
  });
});

describe.each([...ROUTES, ...OPEN_ROUTES])("the body of %s %s", (method, path, makeBody) => {
  test("has no member that is not its own, and nothing changes by one", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const before = await json(getMeAs(service, tokens));
    const foreign = [
      "role",
      "status",
      "id",
      "row_id",
      "generation",
      "activated_at",
      "created_at",
      "password_hash",
      "is_active",
      "email_normalised",
      "username_normalised",
    ];
    const own = makeBody(person.password);
    const more = [...foreign, "email", "username", "password", "constructor"].filter(
      (name) =>
        !Object.hasOwn(own, name) &&
        !(path === "/users/me" && method === "PATCH" && name === "username"),
    );
    for (const name of more) {
      const response = await sendAs(service, tokens, method, path, { ...own, [name]: "admin" });
      expect(response.status, name).toBe(422);
      expect((await json(response)).errors).toContainEqual({
        field: name,
        message: "is not known",
      });
    }
    expect(await json(getMeAs(service, tokens))).toEqual(before);
  });
});
