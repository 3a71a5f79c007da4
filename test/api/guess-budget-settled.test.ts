import { afterAll, beforeAll, describe, test } from "vitest";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { UNLIMITED, expectStatus, sendCode } from "../support/attacker.ts";
import { type Person, activate, newPerson, pseudonymOf, wrongCode } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService(UNLIMITED);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("a budget is given back", () => {
  const budgetOf = async (person: Person): Promise<unknown> => {
    const { rows } = await service.resources.pool.query(
      "select used, leased from guess_budgets where address_pseudonym = $1",
      [pseudonymOf(service, person)],
    );
    return rows[0];
  };

  test("by activation: what the right code did not use", async ({ expect }) => {
    const person = newPerson();
    const code = await sendCode(service, person, 1);
    expect(await budgetOf(person)).toEqual({ used: 0, leased: 5 });
    expectStatus(await activate(service, person, wrongCode(code)), 400);
    expectStatus(await activate(service, person, code), 200);
    expect(await budgetOf(person)).toEqual({ used: 1, leased: 0 });
  });

  test("by the hourly clean-up: what a dead code did not use", async ({ expect }) => {
    const person = newPerson();
    const code = await sendCode(service, person, 1);
    expectStatus(await activate(service, person, wrongCode(code)), 400);
    await cleanUp(service.resources);
    expect(await budgetOf(person)).toEqual({ used: 0, leased: 5 });
    await service.resources.pool.query(
      "update guess_budgets set updated_at = now() - interval '2 h'",
    );
    await cleanUp(service.resources);
    expect(await budgetOf(person)).toEqual({ used: 1, leased: 0 });
    // Its guesses were counted for good, so it takes no more.
    expect((await activate(service, person, code)).status).toBe(410);
  });

  test("by the next code: what the older one did not use", async ({ expect }) => {
    const person = newPerson();
    for (let nth = 1; nth <= 4; nth++) {
      const code = await sendCode(service, person, nth);
      expect(code).toMatch(/^\d{4}$/);
      expectStatus(await activate(service, person, wrongCode(code)), 400);
    }
    expect(await budgetOf(person)).toEqual({ used: 3, leased: 5 });
  });
});

test("an address that is registered again after its purge gets a code that works", async ({
  expect,
}) => {
  for (const registrations of [1, 2]) {
    const person = newPerson();
    for (let nth = 1; nth <= registrations; nth++) await sendCode(service, person, nth);
    // What the hourly clean-up does to it, while Redis still has the record of the dead code.
    await service.resources.pool.query("delete from users where email = $1", [person.email]);
    const code = await sendCode(service, person, registrations + 1);
    expect((await activate(service, person, code)).status).toBe(200);
  }
});
