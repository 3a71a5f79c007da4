import { afterAll, beforeAll, test } from "vitest";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import {
  countSuppressions,
  findSuppression,
  liftSuppression,
} from "../../src/postgres/mail-suppressions.ts";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  getMe,
  newPerson,
  register,
  registerNew,
  requestCode,
} from "../support/client.ts";
import { newestMessage, pseudonymOf } from "../support/mail-message.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ EMAIL_SUPPRESSION_DAYS: "90" });
});
afterAll(() => service[Symbol.asyncDispose]());

const suppress = (person: Person, ageDays = 0): Promise<unknown> =>
  service.resources.pool.query(
    `insert into mail_suppressions (address_pseudonym, reason, provider, created_at)
     values ($1, 'bounced', 'http', now() - make_interval(days => $2::integer))`,
    [pseudonymOf(service, person), ageDays],
  );
const mailsTo = ({ email }: Person): number =>
  service.email.attempts.filter(({ to }) => to === email).length;
const stateOf = (person: Person) => async (): Promise<string> =>
  (await newestMessage(service, person)).state;
const coolDown = ({ email }: Person): Promise<unknown> =>
  service.resources.pool.query(
    "update users set code_requested_at = now() - interval '1 h' where email = $1",
    [email],
  );

test("a suppressed address is answered like any other, gets no mail, and its owner is told", async ({
  expect,
}) => {
  const person = newPerson();
  await suppress(person);
  const [refused, free] = [await register(service, person), await register(service, newPerson())];
  expect(refused.status).toBe(202);
  const shape = async (response: Response): Promise<unknown> =>
    Object.entries((await response.json()) as object).map(([name, value]) =>
      name === "id" ? name : [name, value],
    );
  expect(await shape(refused)).toEqual(await shape(free));
  await expect.poll(stateOf(person)).toBe("suppressed");
  expect(await newestMessage(service, person)).toMatchObject({ attempts: 0 });
  expect(mailsTo(person)).toBe(0);
  expect(await json(getMe(service, person))).toMatchObject({
    email_state: "undeliverable",
    code: { state: "undeliverable", expires_at: null, attempts_left: 0 },
  });
  const stranger = { ...person, password: newPerson().password };
  expect((await getMe(service, stranger)).status).toBe(401);
});

test("a code that arrived before stays good when the next one is suppressed", async ({
  expect,
}) => {
  const { person, code } = await registerNew(service);
  await expect.poll(stateOf(person)).toBe("sent");
  await suppress(person);
  await coolDown(person);
  expect((await requestCode(service, person)).status).toBe(202);
  await expect.poll(stateOf(person)).toBe("suppressed");
  expect(mailsTo(person)).toBe(1);
  expect((await activate(service, person, code)).status).toBe(200);
});

test("once lifted, mail is sent again", async ({ expect }) => {
  const { pool } = service.resources;
  const person = newPerson();
  await suppress(person);
  await register(service, person);
  await expect.poll(stateOf(person)).toBe("suppressed");
  const address = pseudonymOf(service, person);
  const before = await countSuppressions(pool);
  expect(await findSuppression(pool, address)).toMatchObject({
    reason: "bounced",
    provider: "http",
    createdAt: expect.any(Date),
  });
  expect(await liftSuppression(pool, address)).toBe(true);
  expect(await liftSuppression(pool, address)).toBe(false);
  expect(await findSuppression(pool, address)).toBeNull();
  expect(await countSuppressions(pool)).toBe(before - 1);
  expect(await json(getMe(service, person))).toMatchObject({ email_state: "ok" });
  await coolDown(person);
  await requestCode(service, person);
  await service.email.mailTo(person.email);
});

test("a suppression ends by itself after its days, and not before", async ({ expect }) => {
  const { pool } = service.resources;
  const [young, old] = [newPerson(), newPerson()];
  await suppress(young, 89);
  await suppress(old, 91);
  await cleanUp(service.resources);
  expect(await findSuppression(pool, pseudonymOf(service, young))).not.toBeNull();
  expect(await findSuppression(pool, pseudonymOf(service, old))).toBeNull();
});

test.for([
  ["expired", "unsent", "ok"],
  ["dropped", "unsent", "ok"],
  ["undeliverable", "undeliverable", "undeliverable"],
  ["superseded", "sent", "ok"],
])("the owner of a mail that is %s reads %s", async ([state, told, emailState], { expect }) => {
  const { person } = await registerNew(service);
  await expect.poll(stateOf(person)).toBe("sent");
  const { id } = await newestMessage(service, person);
  await service.resources.pool.query("update mail_messages set state = $2 where id = $1", [
    id,
    state,
  ]);
  expect(await json(getMe(service, person))).toMatchObject({
    email_state: emailState,
    code: { state: told, attempts_left: told === "sent" ? 5 : 0 },
  });
});
