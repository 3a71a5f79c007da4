import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import type { Person } from "../support/client.ts";
import { mailRow } from "../support/mail-state.ts";
import { operator } from "../support/operator.ts";
import { confirmReset, newToken, requestReset, tokenIn } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

const redrive = async (id: string): Promise<unknown> =>
  json(ops.post("/ops/mail/dead-letters/redrive", { reason: "it is back", ids: [id] }));
const SENT = { queued: 1, left: { superseded: 0, not_dead: 0, unknown: 0 }, more: 0 };
const SUPERSEDED = { queued: 0, left: { superseded: 1, not_dead: 0, unknown: 0 }, more: 0 };
const set = (what: string, { email }: Person): Promise<unknown> =>
  pool.query(
    `update password_resets set ${what} where user_row_id = (select row_id from users where email = $1)`,
    [email],
  );

/** Somebody whose mail with a link nobody took, a long time ago. */
async function askInVain(): Promise<{ person: Person; id: string }> {
  const person = await newActivePerson(service);
  service.email.answerWith(({ to }) =>
    to === person.email ? new HttpResponse(null, { status: 400 }) : undefined,
  );
  await requestReset(service, person.email);
  const find = async (): Promise<string | undefined> =>
    (
      await pool.query<{ id: string }>(
        `select m.id from mail_messages m join users u on u.row_id = m.user_row_id
         where u.email = $1 and m.kind = 'password_reset' and m.state = 'undeliverable'`,
        [person.email],
      )
    ).rows[0]?.id;
  const id = await vi.waitUntil(find, { timeout: 10_000 });
  service.email.answerWith(null);
  await set("expires_at = now() - interval '2 hours'", person);
  return { person, id };
}

describe("a mail with a link that reached nobody, sent again by an operator,", () => {
  test("carries a link that is good again, for its whole life", async ({ expect }) => {
    const { person, id } = await askInVain();
    expect(await redrive(id)).toEqual(SENT);
    const token = tokenIn(await service.email.mailTo(person.email, 2));
    expect((await confirmReset(service, token, "a quite different one")).status).toBe(204);
  });

  test("is not sent when another link was used meanwhile", async ({ expect }) => {
    const { person, id } = await askInVain();
    await confirmReset(service, await newToken(service, person), "a quite different one");
    expect(await redrive(id)).toEqual(SUPERSEDED);
    expect(await mailRow(pool, id)).toMatchObject({ state: "undeliverable" });
  });

  test("is not sent when its account is disabled", async ({ expect }) => {
    const { person, id } = await askInVain();
    await pool.query("update users set status = 'disabled' where email = $1", [person.email]);
    expect(await redrive(id)).toEqual(SUPERSEDED);
  });

  test("and whose link goes between the two is superseded, and not sent", async ({ expect }) => {
    const { person, id } = await askInVain();
    const answer = Promise.withResolvers<HttpResponse<null>>();
    service.email.answerWith(({ to }) => (to === person.email ? answer.promise : undefined));
    expect(await redrive(id)).toEqual(SENT);
    const attempts = (): number =>
      service.email.attempts.filter(({ to }) => to === person.email).length;
    await vi.waitUntil(() => attempts() === 3, { timeout: 10_000 });
    await pool.query("delete from password_resets where message_id = $1", [id]);
    service.email.answerWith(null);
    answer.resolve(new HttpResponse(null, { status: 503 }));
    await vi.waitUntil(async () => (await mailRow(pool, id))?.state === "superseded", {
      timeout: 10_000,
    });
    expect(attempts()).toBe(3);
  });
});
