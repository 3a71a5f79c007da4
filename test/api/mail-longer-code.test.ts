import { HttpResponse } from "msw";
import { test } from "vitest";
import { activate, codeKeyOf, newPerson, pseudonymOf, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { query } from "../support/query.ts";
import { startService } from "../support/service.ts";

// Under one name a provider would refuse the second for ever, and its code would never come.
test("a code that has to be a long one at the next try comes in a mail of another name", async ({
  expect,
}) => {
  await using service = await startService({ LIMITS: "off" });
  const person = newPerson();
  /** The provider has the mail, and nobody hears that; Redis loses its code, and guesses elsewhere use the budget up. */
  const forget = async (): Promise<Response> => {
    await service.resources.redis.del(codeKeyOf(service, person));
    await query(
      service,
      "update guess_budgets set used = 10, leased = 0 where address_pseudonym = $1",
      pseudonymOf(service, person),
    );
    return HttpResponse.json({}, { status: 500 });
  };
  service.email.answerWith(() => (service.email.attempts.length === 1 ? forget() : undefined));
  expect((await register(service, person)).status).toBe(202);
  const code = codeIn(await service.email.mailTo(person.email));
  expect(code).toMatch(/^\d{8}$/);
  const [first, second] = service.email.attempts;
  expect(first?.text).toMatch(/^\d{4}$/m);
  expect(first?.idempotencyKey).toMatch(/^[\da-f-]{36}$/);
  expect(second?.idempotencyKey).toBe(`${first?.idempotencyKey}-long`);
  expect((await activate(service, person, code)).status).toBe(200);
});
