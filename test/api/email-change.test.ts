import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, register, wrongCode } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import {
  askAndRead,
  askForAddress,
  confirmAddress,
  newAddress,
  newAsking,
  passEmailCooldown,
} from "../support/email-change.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, getMeAs, newSignedIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const PATIENTLY = { timeout: 10_000 };
const stateFor = async (tokens: Tokens): Promise<string> =>
  (await json(getMeAs(service, tokens))).email_change.state;
const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

test("an 8-digit code goes to the new address, and until it comes back nothing changes", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const email = newAddress();
  const response = await askForAddress(service, tokens, person, email);
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({
    state: "queued",
    resend_after: expect.stringMatching(ISO),
  });
  const mail = await service.email.mailTo(email);
  expect(codeIn(mail)).toMatch(/^\d{8}$/);
  expect(mail.text).toContain("for 10 minutes.");
  await expect.poll(() => stateFor(tokens), PATIENTLY).toBe("sent");
  const me = await json(getMeAs(service, tokens));
  expect(me).toMatchObject({
    email: person.email,
    email_state: "ok",
    email_change: {
      email,
      state: "sent",
      expires_at: expect.stringMatching(ISO),
      attempts_left: 5,
      resend_after: expect.stringMatching(ISO),
    },
  });
  const lifeMs = Date.parse(me.email_change.expires_at) - Date.now();
  expect(lifeMs).toBeGreaterThan(9 * 60_000);
  expect(lifeMs).toBeLessThanOrEqual(10 * 60_000);
  expect((await register(service, { ...newPerson(), email })).status).toBe(202);
});

describe("a new request", () => {
  test("within the cool-down is refused and costs nothing, and the code stays good", async ({
    expect,
  }) => {
    const { person, tokens, code } = await newAsking(service);
    for (let i = 0; i < 12; i++) {
      const response = await askForAddress(service, tokens, person, newAddress());
      expect(await json(response)).toMatchObject({ code: "resend_too_soon" });
      expect(Number(response.headers.get("retry-after"))).toBeLessThanOrEqual(30);
    }
    expect((await confirmAddress(service, tokens, code)).status).toBe(200);
  });

  test("of several at once one sends", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => askForAddress(service, tokens, person, newAddress())),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  });

  test("for another address takes the place of the older one, whose code confirms neither", async ({
    expect,
  }) => {
    const { person, tokens, code: older } = await newAsking(service);
    await passEmailCooldown(service, person.email);
    const { email, code } = await askAndRead(service, tokens, person);
    expect((await confirmAddress(service, tokens, older)).status).toBe(400);
    const confirmed = await confirmAddress(service, tokens, code);
    expect(await json(confirmed)).toMatchObject({ email, email_change: null });
  });

  test("for another address voids the older code at once, also before its own mail is sent", async ({
    expect,
  }) => {
    const { person, tokens, code: older } = await newAsking(service);
    await passEmailCooldown(service, person.email);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const email = newAddress();
    service.email.answerWith(({ to }) =>
      to === email ? promise.then(() => new Response(null, { status: 202 })) : undefined,
    );
    await askForAddress(service, tokens, person, email);
    // Wrong, or none any more: its mail's job may have begun.
    expect([400, 410]).toContain((await confirmAddress(service, tokens, older)).status);
    resolve(undefined);
    service.email.answerWith(null);
    const code = codeIn(await service.email.mailTo(email));
    expect((await confirmAddress(service, tokens, code)).status).toBe(200);
  });

  test("for the same address brings a fresh code with fresh tries", async ({ expect }) => {
    const { person, tokens, email, code: older } = await newAsking(service);
    await confirmAddress(service, tokens, wrongCode(older));
    await passEmailCooldown(service, person.email);
    const { code } = await askAndRead(service, tokens, person, email);
    expect((await json(getMeAs(service, tokens))).email_change).toMatchObject({ attempts_left: 5 });
    expect((await confirmAddress(service, tokens, older)).status).toBe(400);
    expect((await confirmAddress(service, tokens, code)).status).toBe(200);
  });
});

describe("limits", () => {
  test("ten requests a day have an effect for one account", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    for (let i = 0; i < 10; i++) {
      expect((await askForAddress(service, tokens, person, newAddress())).status).toBe(202);
      await passEmailCooldown(service, person.email);
    }
    expect(await json(askForAddress(service, tokens, person, newAddress()))).toMatchObject({
      code: "rate_limited",
      "violated-policies": ["email-change.account"],
    });
  });

  test("no inbox is flooded through this door, whoever knocks, and none tells how full it is", async ({
    expect,
  }) => {
    const email = newAddress();
    await register(service, { ...newPerson(), email });
    const people = await Promise.all(Array.from({ length: 5 }, () => newSignedIn(service)));
    const statuses: number[] = [];
    for (const { person, tokens } of people) {
      const response = await askForAddress(service, tokens, person, email);
      statuses.push(response.status);
      if (response.ok) expect(response.headers.get("ratelimit")).not.toContain("send.");
    }
    expect(statuses).toEqual([202, 202, 202, 202, 429]);
  });
});

test("without the password, or for the address it has, nothing is sent", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const email = newAddress();
  const wrong = await askForAddress(service, tokens, { password: "not the password" }, email);
  expect(await json(wrong)).toMatchObject({ code: "password_incorrect" });
  const same = await json(askForAddress(service, tokens, person, person.email));
  expect(same).toMatchObject({ code: "invalid_request", errors: [{ field: "email" }] });
  expect((await json(getMeAs(service, tokens))).email_change).toBeNull();
  // Whatever was to be sent before comes before this.
  await askAndRead(service, tokens, person);
  expect(service.email.accepted.filter(({ to }) => to === email)).toEqual([]);
});

test("the code goes to the address in its normal form, and one in another case is the same", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const local = newAddress().split("@")[0] ?? "";
  const typed = `Ada+${local}@BÜCHER.example`;
  expect((await askForAddress(service, tokens, person, typed)).status).toBe(202);
  const email = `Ada+${local}@xn--bcher-kva.example`;
  const code = codeIn(await service.email.mailTo(email));
  expect(await json(confirmAddress(service, tokens, code))).toMatchObject({ email });
  const other = await newSignedIn(service);
  await askForAddress(service, other.tokens, other.person, typed.toLowerCase());
  const word = await service.email.mailTo(email, 2);
  expect(word.subject).toContain("already");
});

test("while its mail is under way it is queued, and unsent when nobody takes it in time", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const email = newAddress();
  service.email.answerWith(({ to }) =>
    to === email ? new Response(null, { status: 503 }) : undefined,
  );
  await askForAddress(service, tokens, person, email);
  const isTried = (): boolean => service.email.attempts.some(({ to }) => to === email);
  await expect.poll(isTried, PATIENTLY).toBe(true);
  expect(await stateFor(tokens)).toBe("queued");
  await service.resources.pool.query(
    "update mail_messages set queued_at = now() - interval '11 min' where recipient = $1",
    [email],
  );
  await expect.poll(() => stateFor(tokens), PATIENTLY).toBe("unsent");
  service.email.answerWith(null);
});
