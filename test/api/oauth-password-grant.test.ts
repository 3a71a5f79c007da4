import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson, registerNew } from "../support/client.ts";
import {
  CLIENTS,
  DASHBOARD,
  asClient,
  faceOf,
  openClientSession,
  postForm,
  signInAs,
} from "../support/oauth.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newActivePerson, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ OAUTH_CLIENTS: CLIENTS, OAUTH_PASSWORD_GRANT: "on" });
});
afterAll(() => service[Symbol.asyncDispose]());

test("is not offered unless it is turned on", async ({ expect }) => {
  await using without = await startService({ OAUTH_CLIENTS: CLIENTS });
  const person = await newActivePerson(without);
  for (const client of [DASHBOARD, null]) {
    const refused = await signInAs(without, client, person);
    expect(refused.status).toBe(400);
    expect(await json(refused)).toMatchObject({ error: "unsupported_grant_type" });
  }
  expect((await signInAs(service, null, await newActivePerson(service))).status).toBe(200);
});

test("opens a session of the client, which its owner sees and the trail tells of", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const tokens = await openClientSession(service, DASHBOARD, person);
  expect((await getMeAs(service, tokens)).status).toBe(200);
  const { sessions } = await json(sendAs(service, tokens, "GET", "/sessions"));
  expect(sessions).toMatchObject([{ device: "dashboard", current: true }]);
  const { rows } = await service.resources.pool.query<{ action: string }>(
    "select action from audit_entries where details->>'session' = $1",
    [sessions[0].id],
  );
  expect(rows).toEqual([{ action: "session.created" }]);
});

describe("tells nobody whose address has an account", () => {
  test("unknown, wrong, pending and disabled are refused alike", async ({ expect }) => {
    const person = await newActivePerson(service);
    const { person: pending } = await registerNew(service);
    const disabled = await newActivePerson(service);
    await service.resources.pool.query("update users set status = 'disabled' where email = $1", [
      disabled.email,
    ]);
    const faces = await Promise.all(
      [
        newPerson(),
        { ...person, password: "not the password" },
        pending,
        { ...pending, password: "not the password" },
        disabled,
        { ...person, password: "with a control \u0000" },
        { ...person, password: "x".repeat(2000) },
      ].map(async (each) => faceOf(await signInAs(service, DASHBOARD, each))),
    );
    for (const face of faces) expect(face).toEqual(faces[0]);
    expect(faces[0]).toMatchObject({ status: 400, body: expect.stringContaining("invalid_grant") });
    expect((await signInAs(service, DASHBOARD, person)).status).toBe(200);
  });

  test("and what is no address is refused with the same words", async ({ expect }) => {
    for (const email of ["nobody", "a@b", "' or 1=1 --"]) {
      const refused = await signInAs(service, DASHBOARD, { email, password: "long enough" });
      expect(refused.status).toBe(400);
      expect(await json(refused)).toMatchObject({ error: "invalid_grant" });
    }
  });
});

test("has the limits of POST /sessions, and says so in a way that clients understand", async ({
  expect,
}) => {
  const { email } = newPerson();
  const from = randomAddress();
  const form = { grant_type: "password", username: email, password: "not the password" };
  const guess = (): Promise<Response> =>
    service.request("/oauth/token", { ...postForm(form, asClient(DASHBOARD)), from });
  const first = await guess();
  for (const name of ["sign-in.ip", "sign-in.address"])
    expect(first.headers.get("ratelimit-policy")).toContain(`"${name}"`);
  let refused = first;
  for (let tries = 0; refused.status === 400 && tries < 70; tries++) refused = await guess();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await json(refused)).toEqual({
    error: "temporarily_unavailable",
    error_description: "Too many requests",
  });
  // Counted with those at POST /sessions, not beside them.
  const there = await service.request("/sessions", {
    ...postJson({ email, password: "not the password" }),
    from,
  });
  expect(there.status).toBe(429);
});
