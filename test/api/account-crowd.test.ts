import { afterAll, beforeAll, test } from "vitest";
import { newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { newPerson, register } from "../support/client.ts";
import { interceptEvents } from "../support/event-api.ts";
import { requestReset } from "../support/password-reset.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, getMeAs, newSignedIn, refresh, sendAs, signIn } from "../support/session.ts";

const SESSIONS_MAX = 4;
const ROUNDS = 12;

const product = interceptEvents();
let service: TestService;
beforeAll(async () => {
  service = await startService({
    ...product.environment,
    SESSIONS_MAX: String(SESSIONS_MAX),
    LIMITS: "off",
  });
});
afterAll(() => service[Symbol.asyncDispose]());

test("all that can be done to one account, at once and again: nothing waits for ever, and it is whole in the end", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { id } = await json(getMeAs(service, tokens));
  const admin = await newAdmin(service);
  const statuses = new Set<number>();
  let newest: Tokens = tokens;
  const own = (method: string, path: string, body?: unknown): Promise<Response> =>
    sendAs(service, newest, method, path, body);
  const password = { current_password: person.password };
  const acts: (() => Promise<Response>)[] = [
    () => signIn(service, person),
    () => signIn(service, person),
    () => refresh(service, newest),
    () => refresh(service, newest),
    () => own("GET", "/sessions"),
    () => own("DELETE", "/sessions"),
    () => own("PATCH", "/users/me", { username: newPerson().email.slice(0, 20) }),
    () => own("PUT", "/users/me/password", { ...password, new_password: `${person.password}!` }),
    () => own("PUT", "/users/me/email", { ...password, email: newPerson().email }),
    () => requestReset(service, person.email),
    () => register(service, person),
    () => admin.patch(String(id), { disabled: true }),
    () => admin.patch(String(id), { disabled: false }),
    () => admin.patch(String(id), { role: "admin" }),
    () => admin.patch(String(id), { role: "user" }),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const answers = await Promise.all(acts.map((act) => act()));
    for (const { status } of answers) statuses.add(status);
    await admin.patch(String(id), { disabled: false });
    const again = await signIn(service, person);
    if (again.status === 201) newest = await json(again);
    else person.password = `${person.password}!`;
    password.current_password = person.password;
    const live = await query(
      service,
      "select s.id from sessions s join users u on u.row_id = s.user_row_id where u.id = $1 and s.ended_at is null",
      id,
    );
    expect(live.length).toBeLessThanOrEqual(SESSIONS_MAX);
  }
  expect([...statuses].filter((status) => status >= 500)).toEqual([]);
  expect(statuses).toContain(201);

  const last = [...acts, () => admin.delete(String(id))].map((act) => act());
  for (const { status } of await Promise.all(last)) expect(status).toBeLessThan(500);
  const orphans =
    "select from sessions s left join users u on u.row_id = s.user_row_id and u.status = 'active' where s.ended_at is null and u.id is null";
  expect(await query(service, orphans)).toEqual([]);
});
