import { afterAll, beforeAll, test } from "vitest";
import { nobodysCode } from "../../src/accounts/activation-code.ts";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { UNLIMITED } from "../support/attacker.ts";
import { type Person, codeKeyOf, newPerson, pseudonymOf, wrongCode } from "../support/client.ts";
import { readCodeRecord } from "../support/code-record.ts";
import { newestMessage } from "../support/mail-message.ts";
import { operator } from "../support/operator.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { changePassword, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";
import {
  type AtCode,
  codeTo,
  passCooldown,
  registerByPage,
  resendCode,
  standingOf,
  typeCode,
  untilState,
} from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService(UNLIMITED);
});
afterAll(() => service[Symbol.asyncDispose]());

const registerAs = (email: string): Promise<AtCode> =>
  registerByPage(service, { ...newPerson(), email });

/** All that a guess at the owner's code would change. */
async function ownerOf(person: Person): Promise<unknown> {
  const metrics = await (await operator(service).get("/metrics")).text();
  return {
    code: await readCodeRecord(service.resources.redis, codeKeyOf(service, person)),
    budget: await query(
      service,
      "select used, leased, lease_id from guess_budgets where address_pseudonym = $1",
      pseudonymOf(service, person),
    ),
    wrongCodes: (await service.resources.wrongCodes.read()).inDay,
    metrics: metrics.split("\n").filter((line) => line.startsWith("latchkey_codes_total{")),
    account: await query(
      service,
      "select id, status, generation, password_hash, email, locale from users where email = $1",
      person.email,
    ),
  };
}

/** Registers and guesses as long as a code takes guesses, over so many codes; the digits of each. */
async function guessOut(at: AtCode, codes: number): Promise<number[]> {
  const digits = [];
  for (let nth = 1; nth <= codes; nth++) {
    const standing = await untilState(at, "sent");
    digits.push(standing.digits);
    // Which of them is right is not looked at: eight digits are never those of a short code.
    for (let i = 0; i < 5; i++) await typeCode(at, `0000000${i}`);
    await untilState(at, "exhausted");
    await passCooldown(service, at.person);
    await resendCode(at);
    // A code that is overtaken on its way costs guesses of its own.
    await untilState(at, "sent");
  }
  return digits;
}

test("a stranger who registers somebody's address touches nothing of the owner's, however he guesses", async ({
  expect,
}) => {
  const owner = await newActivePerson(service);
  // The job of its mail goes on for a moment.
  await expect.poll(async () => (await newestMessage(service, owner)).state).toBe("sent");
  const before = await ownerOf(owner);
  const stranger = await registerAs(owner.email);
  await guessOut(stranger, 3);
  expect(await ownerOf(owner)).toEqual(before);
  const notice = await service.email.mailTo(owner.email, 5);
  expect(notice.text).not.toMatch(/^\d{4,}$/m);
  // The same on an address of his own (control).
  const own = await registerByPage(service);
  const code = await codeTo(service, own.person);
  const fresh = await ownerOf(own.person);
  await typeCode(own, wrongCode(code));
  expect(await ownerOf(own.person)).not.toEqual(fresh);
});

test("an older registration's browser is compared with nothing and charges nothing: not even with the right code", async ({
  expect,
}) => {
  const stranger = await registerByPage(service);
  await codeTo(service, stranger.person);
  const kept = new Map(stranger.client.cookies);
  const owner = await registerAs(stranger.person.email);
  const code = await codeTo(service, stranger.person, 2);
  await untilState(owner, "sent");
  const before = await ownerOf(owner.person);
  for (const guess of [code, wrongCode(code)]) {
    for (const [name, value] of kept) stranger.client.cookies.set(name, value);
    const answer = await typeCode(stranger, guess);
    expect(answer.status).toBe(410);
    expect(await ownerOf(owner.person)).toEqual(before);
  }
  for (const [name, value] of kept) stranger.client.cookies.set(name, value);
  const answer = await resendCode(stranger);
  expect(answer.status).toBe(410);
  expect(await answer.text()).toContain("This registration is no longer open");
  expect(stranger.client.cookies.size).toBe(0);
  expect(await ownerOf(owner.person)).toEqual(before);
  expect((await typeCode(owner, code)).headers.get("location")).toBe("/welcome");
});

test("a newer stranger ends an older one's wait, whether or not the address has an account", async ({
  expect,
}) => {
  const states = [];
  for (const { email } of [newPerson(), await newActivePerson(service)]) {
    const [first, second] = [await registerAs(email), await registerAs(email)];
    await untilState(second, "sent");
    states.push([await standingOf(first), (await standingOf(second)).state]);
  }
  expect(states[1]).toEqual(states[0]);
  expect(states[0]).toEqual([{ state: "none" }, "sent"]);
});

test("codes become long after as many wrong ones, whether or not the address has an account", async ({
  expect,
}) => {
  const [fresh, active] = [await registerByPage(service), await newActivePerson(service)];
  expect(await guessOut(fresh, 3)).toEqual([4, 4, 8]);
  expect(await guessOut(await registerAs(active.email), 3)).toEqual([4, 4, 8]);
  // What was guessed before the owner came counts as well, as it would without him.
  const before = await registerByPage(service);
  expect(await guessOut(before, 1)).toEqual([4]);
  const owner = await registerAs(before.person.email);
  await untilState(owner, "sent");
  const mails = service.email.accepted.filter(({ to }) => to === owner.person.email);
  await typeCode(owner, await codeTo(service, owner.person, mails.length));
  expect(await guessOut(await registerAs(owner.person.email), 2)).toEqual([4, 8]);
});

test("what the owner does meanwhile is not seen there", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const stranger = await registerAs(person.email);
  await untilState(stranger, "sent");
  await typeCode(stranger, "00000000");
  expect((await changePassword(service, tokens, person)).status).toBe(204);
  expect(await standingOf(stranger)).toMatchObject({ state: "sent", attempts_left: 4 });
  expect((await typeCode(stranger, "00000000")).status).toBe(400);
});

test("an account that goes leaves its address as free as any, and the stranger's wait is over", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const stranger = await registerAs(person.email);
  await guessOut(stranger, 1);
  const body = { current_password: person.password };
  expect((await sendAs(service, tokens, "DELETE", "/users/me", body)).status).toBe(204);
  expect(await standingOf(stranger)).toEqual({ state: "none" });
  const mails = service.email.accepted.filter(({ to }) => to === person.email).length;
  const later = await registerAs(person.email);
  await service.email.mailTo(person.email, mails + 1);
  await untilState(later, "sent");
  const codes = service.email.accepted.filter(
    ({ to, text }) => to === person.email && /^\d{4}$/m.test(text),
  );
  const code = /^\d{4}$/m.exec(codes.at(-1)?.text ?? "")?.[0] ?? "";
  expect((await typeCode(later, wrongCode(code))).status).toBe(400);
  expect((await typeCode(later, code)).headers.get("location")).toBe("/welcome");
});

test("what a code that nobody has did not use is given back by the clean-up, as of any", async ({
  expect,
}) => {
  const { email } = await newActivePerson(service);
  const stranger = await registerAs(email);
  await untilState(stranger, "sent");
  await typeCode(stranger, "00000000");
  const { holder } = nobodysCode(service.resources.keys, {
    rowId: "0",
    codeSequence: 0,
    registrationSequence: 0,
    emailNormalised: email,
  }).key;
  const budget = (): Promise<unknown> =>
    query(service, "select used, leased from guess_budgets where address_pseudonym = $1", holder);
  expect(await budget()).toEqual([{ used: 0, leased: 5 }]);
  await query(
    service,
    "update guess_budgets set updated_at = now() - interval '2 h' where address_pseudonym = $1",
    holder,
  );
  await cleanUp(service.resources);
  expect(await budget()).toEqual([{ used: 1, leased: 0 }]);
});
