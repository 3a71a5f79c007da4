import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { json } from "../support/answer.ts";
import { emailCodeKey, moveTo, newAsking } from "../support/email-change.ts";
import { operator } from "../support/operator.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

test("the clean-up takes changes a day after they were asked for, and links past their end", async ({
  expect,
}) => {
  const [old, young] = await Promise.all([newAsking(service), newAsking(service)]);
  await query(
    service,
    `update email_changes c set requested_at = now() - interval '25 h'
     from users u where u.row_id = c.user_row_id and u.email = $1`,
    old.person.email,
  );
  const ended = await newSignedIn(service);
  const open = await newSignedIn(service);
  await moveTo(service, ended.tokens, ended.person);
  await moveTo(service, open.tokens, open.person);
  const end = "update email_undos set expires_at = now() - interval '1 s' where email = $1";
  await query(service, end, ended.person.email);
  await cleanUp(service.resources);
  const changes = (await query(service, "select email from email_changes")).map(
    ({ email }) => email,
  );
  expect(changes).toContain(young.email);
  expect(changes).not.toContain(old.email);
  const undos = (await query(service, "select email from email_undos")).map(({ email }) => email);
  expect(undos).toEqual([open.person.email]);
  // What is asked for after it begins to count anew, which is safe because Redis has forgotten the code by then.
  const { id } = await json(getMeAs(service, old.tokens));
  const { redis } = service.resources;
  const lifeMs = await redis.pttl(emailCodeKey(service, id));
  expect(lifeMs).toBeGreaterThan(0);
  expect(lifeMs).toBeLessThan(23 * 3_600_000);
  await redis.del(emailCodeKey(service, id));
  expect(await moveTo(service, old.tokens, old.person)).toMatchObject({
    undoToken: expect.any(String),
  });
});

test("a farewell whose address is gone cannot be sent again, and says so", async ({ expect }) => {
  const [unknown, known] = [randomUUID(), randomUUID()];
  await query(
    service,
    `insert into mail_messages (id, kind, code_sequence, state, settled_at, recipient, user_row_id)
     values ($1, 'account_deleted', 0, 'undeliverable', now(), null, null),
       ($2, 'account_deleted', 0, 'undeliverable', now(), 'ada@example.com', null)`,
    unknown,
    known,
  );
  const answer = await operator(service).post("/ops/mail/dead-letters/redrive", {
    reason: "the provider is back",
    ids: [unknown, known],
  });
  expect(answer.status).toBeLessThan(300);
  expect(await json(answer)).toMatchObject({ queued: 1, left: { superseded: 1 } });
});
