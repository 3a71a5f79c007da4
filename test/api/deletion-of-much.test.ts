import { afterAll, beforeAll, test } from "vitest";
import { newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** More than a request takes care of: two hours of wrong passwords by one network. */
const guessForHours = (accountId: string): Promise<unknown> =>
  query(
    service,
    `insert into audit_entries (action, actor_kind, account_id, address_pseudonym, ip, request_id)
     select 'password.check_refused', 'anonymous', $1::uuid, 'pseudonym', '203.0.113.7', 'request'
     from generate_series(1, 7000)`,
    accountId,
  );

test.for(["its owner", "an administrator"])(
  "an account at which strangers guess day and night can be deleted by %s, and where from is forgotten",
  async (by, { expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const { id: accountId } = await json(getMeAs(service, tokens));
    await guessForHours(String(accountId));
    const admin = await newAdmin(service);
    const password = { current_password: person.password };
    const deleted =
      by === "its owner"
        ? await sendAs(service, tokens, "DELETE", "/users/me", password)
        : await admin.delete(String(accountId));
    expect(deleted.status).toBe(204);
    const traces = `select action from audit_entries
      where account_id = $1 and (ip is not null or address_pseudonym is not null)`;
    await expect
      .poll(() => query(service, traces, accountId), { timeout: 20_000, interval: 200 })
      // Where the administrator was stays.
      .toEqual(by === "its owner" ? [] : [{ action: "admin.user_deleted" }]);
  },
);
