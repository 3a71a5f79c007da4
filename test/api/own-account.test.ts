import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, register, registerNew } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

test("while pending it tells how the code stands", async ({ expect }) => {
  const { person } = await registerNew(service);
  await expect.poll(async () => (await json(getMe(service, person))).code.state).toBe("sent");
  const response = await getMe(service, person);
  expect(response.status).toBe(200);
  const me = await json(response);
  expect(me).toEqual({
    id: expect.any(String),
    email: person.email,
    username: null,
    status: "pending",
    role: "user",
    locale: "en",
    created_at: expect.stringMatching(ISO),
    activated_at: null,
    email_state: "ok",
    email_change: null,
    code: {
      state: "sent",
      expires_at: expect.stringMatching(ISO),
      attempts_left: 5,
      resend_after: expect.stringMatching(ISO),
    },
  });
  const lifeMs = Date.parse(me.code.expires_at) - Date.now();
  expect(lifeMs).toBeGreaterThan(30_000);
  expect(lifeMs).toBeLessThanOrEqual(60_000);
});

test("once active there is no code to tell about", async ({ expect }) => {
  const { person, code } = await registerNew(service);
  await activate(service, person, code);
  const me = await json(getMe(service, person));
  expect(me).toMatchObject({ status: "active", activated_at: expect.stringMatching(ISO) });
  expect(me).not.toHaveProperty("code");
});

test("a code that no provider takes is queued, then undeliverable when it is rejected", async ({
  expect,
}) => {
  const answer = { status: 500 };
  service.email.answerWith(({ to }) =>
    to.startsWith("broken-") ? new Response(null, answer) : undefined,
  );
  const person = { ...newPerson(), email: `broken-${newPerson().email}` };
  await register(service, person);
  await expect
    .poll(() => service.email.attempts.filter(({ to }) => to === person.email).length)
    .toBeGreaterThan(0);
  expect(await json(getMe(service, person))).toMatchObject({ code: { state: "queued" } });
  answer.status = 422;
  await expect
    .poll(async () => (await json(getMe(service, person))).code.state, { timeout: 20_000 })
    .toBe("undeliverable");
});
