import { afterAll, beforeAll, describe, test } from "vitest";
import { type AtAccount, openAccount } from "../support/account-page.ts";
import { ADDRESS_FORMS, addressFields, newAsking, untilSent } from "../support/address-page.ts";
import { type Person, activate, newPerson, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { newAddress, noticeTo, passEmailCooldown, undoTokenIn } from "../support/email-change.ts";
import { pseudonymOf } from "../support/mail-message.ts";
import { type TestService, startService } from "../support/service.ts";
import { isAlive, newActivePerson, openSession, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const { ask: ASK, confirm: CONFIRM } = ADDRESS_FORMS;

describe("another address", () => {
  test("is asked for with the password, and moved to with the code: others are signed out, this browser is not", async ({
    expect,
  }) => {
    const at = await openAccount(service);
    const { person, send, follow } = at;
    const tokens = await openSession(service, person);
    const email = newAddress();
    const asked = await send(ASK, addressFields(at, email));
    expect([asked.status, asked.location]).toEqual([303, "/account?done=code-sent#email"]);
    expect((await follow(asked)).line).toMatch(/^A code is on its way to the new address/);
    const code = codeIn(await service.email.mailTo(email));
    const waiting = await untilSent(at);
    expect(waiting).toMatch(
      /We sent a code to <bdi dir="ltr">[^<]+<\/bdi>\. It is good until <time datetime="[\d-]+T[\d:.]+Z">[^<]+ UTC<\/time>\. Tries left: 5\./,
    );
    expect(waiting).toContain(email);
    expect(waiting).toContain(`Your address is <bdi dir="ltr">${person.email}</bdi>.`);
    expect(waiting).toContain("can be undone for 7 days");

    // As it may have been written down.
    const said = await send(CONFIRM, { code: ` ${code.slice(0, 4)} ${code.slice(4)} ` });
    expect([said.status, said.location]).toEqual([303, "/account?done=email-changed#email"]);
    const { line, text } = await follow(said);
    expect(line).toMatch(/^Your e\u2011mail address was changed\. All other devices were signed/);
    expect(text).toContain(`Your address is <bdi dir="ltr">${email}</bdi>.`);
    expect(text).not.toContain('name="code"');
    expect(await isAlive(service, tokens)).toBe(false);
    expect((await signIn(service, person)).status).toBe(401);
    expect((await signIn(service, { ...person, email })).status).toBe(201);
    expect(undoTokenIn(await noticeTo(service, person.email))).toMatch(/./);
  });

  test("is refused at the field that is wrong, and nothing is sent", async ({ expect }) => {
    const at = await openAccount(service);
    const { person, send } = at;
    const email = newAddress();
    const cases = [
      [email, "x", 403, { email_password: "The current password is wrong." }],
      ["nowhere", person.password, 422, { new_email: "This is not an e\u2011mail address." }],
      ["", person.password, 422, { new_email: "This is not an e\u2011mail address." }],
      [person.email, person.password, 422, { new_email: "This is your address already." }],
    ] as const;
    for (const [new_email, email_password, status, errors] of cases) {
      const said = await send(ASK, { new_email, email_password });
      expect([said.status, said.errors]).toEqual([status, errors]);
      expect(said.text).toContain(`value="${new_email}"`);
      expect(said.text).not.toContain('name="code"');
    }
    expect(service.email.attempts.filter(({ to }) => to === email)).toEqual([]);
    expect((await send(ASK, addressFields(at, email))).status).toBe(303);
  });

  test("looks the same when somebody else has it, and no code is right then", async ({
    expect,
  }) => {
    const holder = await newActivePerson(service);
    const [taken, free] = [await openAccount(service), await newAsking(service)];
    const said = await taken.send(ASK, addressFields(taken, holder.email));
    expect([said.status, said.location]).toEqual([303, "/account?done=code-sent#email"]);
    expect((await service.email.mailTo(holder.email, 2)).text).not.toMatch(/^\d{8}$/m);
    const shape = async (at: AtAccount, email: string): Promise<string> => {
      const text = await untilSent(at);
      return text
        .replaceAll(email, "E")
        .replaceAll(at.person.email, "MINE")
        .replaceAll(/<time[^>]*>[^<]*<\/time>/g, "T")
        .replaceAll(/value="[\da-f-]{36}"/g, "ID")
        .replaceAll(/198\.\d+\.\d+\.\d+/g, "IP");
    };
    expect(await shape(taken, holder.email)).toBe(await shape(free, free.email));
    const guess = await taken.send(CONFIRM, { code: "00000000" });
    expect([guess.status, guess.errors]).toEqual([
      400,
      { code: "The code is wrong. Tries left: 4." },
    ]);
  });

  test("can be asked for again, or be another one, after a while that the page tells", async ({
    expect,
  }) => {
    const asking = await newAsking(service);
    const { send, read, email, person } = asking;
    expect((await read()).text).toContain(`value="${email}"`);
    const soon = await send(ASK, addressFields(asking, email));
    expect([soon.status, soon.errors]).toEqual([429, {}]);
    expect(soon.line).toMatch(
      /^The last code was sent only .* You can try again in \d+ seconds\.$/,
    );
    expect(soon.text).toContain('name="code"');
    await passEmailCooldown(service, person.email);
    const other = newAddress();
    expect((await send(ASK, addressFields(asking, other))).status).toBe(303);
    const code = codeIn(await service.email.mailTo(other));
    expect((await send(CONFIRM, { code: asking.code })).status).toBe(400);
    expect((await send(CONFIRM, { code })).status).toBe(303);
  });

  test("whose holder activated it meanwhile is refused in words", async ({ expect }) => {
    const { send, email, code } = await newAsking(service);
    const rival = { ...newPerson(), email };
    await register(service, rival);
    await activate(service, rival, codeIn(await service.email.mailTo(email, 2)));
    const said = await send(CONFIRM, { code });
    expect([said.status, said.line]).toEqual([409, "Another account has this address now."]);
  });

  test("is moved to once, by many forms at once", async ({ expect }) => {
    const { person, send, code } = await newAsking(service);
    const said = await Promise.all(Array.from({ length: 10 }, () => send(CONFIRM, { code })));
    for (const { location } of said) expect(location).toBe("/account?done=email-changed#email");
    await noticeTo(service, person.email);
    const notices = service.email.accepted.filter(
      ({ to, text }) => to === person.email && text.includes("/undo-email"),
    );
    expect(notices).toHaveLength(1);
  });
});

const suppress = (person: Person): Promise<unknown> =>
  service.resources.pool.query(
    "insert into mail_suppressions (address_pseudonym, reason, provider) values ($1, 'bounced', 'http')",
    [pseudonymOf(service, person)],
  );

test("an address to which no mail can be delivered is said to be one", async ({ expect }) => {
  const { person, read } = await openAccount(service);
  expect((await read()).text).not.toContain("come back");
  await suppress(person);
  expect((await read()).text).toContain("Our mails to this address come back");
  const at = await openAccount(service);
  const email = newAddress();
  await suppress({ ...person, email });
  await at.send(ASK, addressFields(at, email));
  await expect
    .poll(async () => (await at.read()).text)
    .toMatch(/The mail to <bdi dir="ltr">[^<]+<\/bdi> could not be delivered/);
});
