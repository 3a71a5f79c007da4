import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, registerNew, wrongCode } from "../support/client.ts";
import { changeCodeRecord, readCodeRecord } from "../support/code-record.ts";
import {
  confirmAddress,
  emailCodeKey,
  newAsking,
  noticeTo,
  undoTokenIn,
} from "../support/email-change.ts";
import { interceptEvents } from "../support/event-api.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, openSession, refresh, sendAs, signIn } from "../support/session.ts";

const product = interceptEvents();
let service: TestService;
beforeAll(async () => {
  service = await startService(product.environment);
});
afterAll(() => service[Symbol.asyncDispose]());

const CHANGES = "select * from audit_entries where account_id = $1 and action = 'email.changed'";
const noticesTo = (email: string): number =>
  service.email.accepted.filter(({ to, text }) => to === email && text.includes("/undo-email"))
    .length;

test("the code moves the account, other sessions end, and the older address is told", async ({
  expect,
}) => {
  const { person, tokens, email, code } = await newAsking(service);
  const other = await openSession(service, person);
  const response = await confirmAddress(service, tokens, code);
  expect(response.status).toBe(200);
  const me = await json(response);
  expect(me).toMatchObject({ email, email_change: null, email_state: "ok", status: "active" });
  expect(await json(getMeAs(service, tokens))).toEqual(me);
  expect((await getMeAs(service, other)).status).toBe(401);
  expect((await refresh(service, other)).status).toBe(401);
  expect((await signIn(service, person)).status).toBe(401);
  expect((await signIn(service, { ...person, email })).status).toBe(201);
  const notice = await noticeTo(service, person.email);
  expect(notice.subject).toBe("Your Latchkey account has a new e\u2011mail address");
  expect(notice.text).toContain("for 7 days.");
  expect(notice.text + notice.html).not.toContain(email);
  const audit = JSON.stringify(
    await query(service, "select * from audit_entries where account_id = $1", me.id),
  );
  expect(audit).toContain("email.change_requested");
  expect(audit).not.toContain(email);
  const [event] = await query(
    service,
    "select payload->'data' as data from webhook_events where account_id = $1 and type = 'user.updated'",
    me.id,
  );
  expect(event).toMatchObject({ data: { user_id: me.id, email } });
});

test("nothing that can be sent keeps the code or the way back in clear", async ({ expect }) => {
  const { person, tokens, code } = await newAsking(service);
  const { id } = await json(confirmAddress(service, tokens, code));
  const token = undoTokenIn(await noticeTo(service, person.email));
  const stored = JSON.stringify([
    await query(service, "select * from email_changes"),
    await query(service, "select * from email_undos"),
    await query(service, "select * from mail_messages"),
    await query(service, "select * from webhook_events"),
    await query(service, "select * from audit_entries"),
    await readCodeRecord(service.resources.redis, emailCodeKey(service, id)),
    service.logLines,
  ]);
  expect(stored).toContain(id);
  expect(stored).not.toContain(code);
  expect(stored).not.toContain(token);
});

test("the same code again has the same answer and no other effect, 50 times at once", async ({
  expect,
}) => {
  const { person, tokens, email, code } = await newAsking(service);
  const responses = await Promise.all(
    Array.from({ length: 50 }, () => confirmAddress(service, tokens, code)),
  );
  const answered = responses.filter(({ status }) => status === 200);
  expect(answered.length).toBeGreaterThan(20);
  for (const response of answered) expect(await json(response)).toMatchObject({ email });
  // On a slow machine the last ones wait longer than a connection may take.
  expect(responses.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  expect(await json(confirmAddress(service, tokens, code))).toMatchObject({ email });
  const { id } = await json(getMeAs(service, tokens));
  expect(await query(service, CHANGES, id)).toHaveLength(1);
  await noticeTo(service, person.email);
  expect(
    await query(
      service,
      "select * from mail_messages where recipient = $1 and kind = 'email_changed'",
      person.email,
    ),
  ).toHaveLength(1);
  expect(noticesTo(person.email)).toBe(1);
  // Another one is not right because this one was.
  expect((await confirmAddress(service, tokens, wrongCode(code))).status).toBe(429);
});

describe("a code", () => {
  test("bears five wrong guesses, also at once, and then the right one is refused as well", async ({
    expect,
  }) => {
    const { person, tokens, code } = await newAsking(service);
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) =>
        json(confirmAddress(service, tokens, wrongCode(code, i + 1))),
      ),
    );
    const wrong = answers.filter((answer) => answer.code === "code_incorrect");
    expect(new Set(wrong.map((answer) => answer.attempts_left))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(answers.filter((answer) => answer.code === "code_exhausted")).toHaveLength(45);
    const right = await confirmAddress(service, tokens, code);
    expect(right.status).toBe(429);
    expect((await json(getMeAs(service, tokens))).email).toBe(person.email);
  });

  test("ends with its ten minutes, and with what Redis loses", async ({ expect }) => {
    const [late, lost] = await Promise.all([newAsking(service), newAsking(service)]);
    const { redis } = service.resources;
    for (const { tokens, code } of [late, lost]) {
      const key = emailCodeKey(service, (await json(getMeAs(service, tokens))).id);
      if (tokens === late.tokens) await changeCodeRecord(redis, key, { live_until: 0 });
      else await redis.del(key);
      const response = await confirmAddress(service, tokens, code);
      expect(response.status).toBe(410);
      expect(await json(response)).toMatchObject({ code: "code_expired" });
    }
  });

  test("is none where nobody asked for one", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    expect(await json(confirmAddress(service, tokens, "12345678"))).toMatchObject({
      code: "code_expired",
    });
  });

  test.for([
    "1234567",
    "123456789",
    "1234567a",
    " 12345678",
    "\u0661\u0662345678",
    12_345_678,
    null,
  ])("cannot be %j", async (code, { expect }) => {
    const { tokens } = await newSignedIn(service);
    const response = await sendAs(service, tokens, "POST", "/users/me/email/confirm", { code });
    expect(response.status).toBe(422);
    expect((await json(response)).errors).toMatchObject([{ field: "code" }]);
  });
});

test("no code is right for another account or another purpose, in any pairing", async ({
  expect,
}) => {
  // Activation codes of eight digits, as during a spray, could be typed here.
  await query(
    service,
    "insert into breaker_openings (open_until, wrong_codes, threshold) values (now() + interval '1 h', 101, 100)",
  );
  const [first, second] = await Promise.all([newAsking(service), newAsking(service)]);
  const pending = await registerNew(service);
  expect(pending.code).toMatch(/^\d{8}$/);
  const refused = [
    confirmAddress(service, first.tokens, second.code),
    confirmAddress(service, second.tokens, first.code),
    confirmAddress(service, first.tokens, pending.code),
    activate(service, pending.person, first.code),
  ];
  for (const response of await Promise.all(refused))
    expect(await json(response)).toMatchObject({ code: "code_incorrect" });
  const accepted = [
    confirmAddress(service, first.tokens, first.code),
    confirmAddress(service, second.tokens, second.code),
    activate(service, pending.person, pending.code),
  ];
  for (const { status } of await Promise.all(accepted)) expect(status).toBe(200);
  await query(service, "delete from breaker_openings");
});
