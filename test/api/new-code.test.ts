import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  activate,
  basic,
  getMe,
  newPerson,
  registerNew,
  requestCode,
  wrongCode,
} from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ CODE_RESEND_SECONDS: "30", CODE_RESEND_LATER_SECONDS: "60" });
});
afterAll(() => service[Symbol.asyncDispose]());

/** Lets the cool-down pass by moving the last request into the past. */
const passCooldown = (email: string, seconds: number): Promise<unknown> =>
  service.resources.pool.query(
    `update users set code_requested_at = code_requested_at - make_interval(secs => $2)
     where email_normalised = $1`,
    [email, seconds],
  );

test("inside the cool-down a new code is refused, and the old one stays good", async ({
  expect,
}) => {
  const { person, code } = await registerNew(service);
  const response = await requestCode(service, person);
  expect(response.status).toBe(429);
  expect(await json(response)).toMatchObject({ code: "resend_too_soon" });
  const retryAfter = Number(response.headers.get("retry-after"));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(30);
  expect((await activate(service, person, code)).status).toBe(200);
});

test("after it a fresh code comes with fresh attempts, and the old one is void", async ({
  expect,
}) => {
  const { person, code: older } = await registerNew(service);
  await activate(service, person, wrongCode(older));
  await passCooldown(person.email, 31);
  const response = await requestCode(service, person);
  expect(response.status).toBe(202);
  expect(await json(response)).toEqual({ state: "queued", resend_after: expect.any(String) });
  const newer = codeIn(await service.email.mailTo(person.email, 2));
  await expect
    .poll(async () => (await json(getMe(service, person))).code)
    .toMatchObject({ state: "sent", attempts_left: 5 });
  if (older !== newer) expect((await activate(service, person, older)).status).toBe(400);
  expect((await activate(service, person, newer)).status).toBe(200);
});

test("the cool-down is 30 seconds twice, and 60 from the third code on", async ({ expect }) => {
  const { person } = await registerNew(service);
  const wait = async (): Promise<number> =>
    Number((await requestCode(service, person)).headers.get("retry-after"));
  for (const seconds of [30, 30, 60, 60]) {
    const waited = await wait();
    expect(waited).toBeGreaterThan(seconds - 15);
    expect(waited).toBeLessThanOrEqual(seconds);
    await passCooldown(person.email, seconds + 1);
    expect((await requestCode(service, person)).status).toBe(202);
  }
});

test("of parallel requests one sends, the others are too soon", async ({ expect }) => {
  const { person } = await registerNew(service);
  await passCooldown(person.email, 31);
  const responses = await Promise.all(
    Array.from({ length: 5 }, () => requestCode(service, person)),
  );
  expect(responses.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(responses.filter(({ status }) => status === 429)).toHaveLength(4);
});

test("an active account, a wrong password and an unknown address are refused", async ({
  expect,
}) => {
  const { person, code } = await registerNew(service);
  expect((await requestCode(service, { ...person, password: "not the password" })).status).toBe(
    401,
  );
  expect((await requestCode(service, newPerson())).status).toBe(401);
  await activate(service, person, code);
  const response = await requestCode(service, person);
  expect(response.status).toBe(409);
  expect(await json(response)).toMatchObject({ code: "already_active" });
});

test("a stranger without the password spends none of the owner's sends", async ({ expect }) => {
  const { person } = await registerNew(service);
  for (let i = 0; i < 8; i++)
    await requestCode(service, { ...person, password: `not the password ${i}` });
  await passCooldown(person.email, 31);
  const response = await requestCode(service, person);
  expect(response.status).toBe(202);
  // One by the registration, one by this request.
  expect(response.headers.get("ratelimit")).toContain('"send.hour";r=3');
});

test("a sixth code within the hour is refused by the limit on sends", async ({ expect }) => {
  const { person } = await registerNew(service);
  for (let sent = 2; sent <= 5; sent++) {
    await passCooldown(person.email, 61);
    expect((await requestCode(service, person)).status).toBe(202);
  }
  await passCooldown(person.email, 61);
  const response = await service.request("/auth/activation-codes", {
    method: "POST",
    headers: { authorization: basic(person) },
  });
  expect(response.status).toBe(429);
  expect(await json(response)).toMatchObject({
    code: "rate_limited",
    "violated-policies": ["send.hour"],
  });
});
