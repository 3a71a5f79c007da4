import { type ExpectStatic, afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, activate, newPerson, register, registerNew } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import {
  askForAddress,
  confirmAddress,
  emailCodeKey,
  newAddress,
} from "../support/email-change.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newActivePerson, newSignedIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("whoever asks cannot tell who has an address", () => {
  const holders: [string, () => Promise<Person>][] = [
    ["nobody", () => Promise.resolve(newPerson())],
    ["a pending account", async () => (await registerNew(service)).person],
    ["an active account", () => newActivePerson(service)],
    [
      "a disabled account",
      async () => {
        const person = await newActivePerson(service);
        await service.resources.pool.query(
          "update users set status = 'disabled' where email = $1",
          [person.email],
        );
        return person;
      },
    ],
  ];
  const ALIKE = /\b\d{4}-\d\d-\d\dT[\d:.]+Z\b|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

  /** All that somebody sees who asks for an address and guesses at its code, without what differs by itself. */
  async function look(
    expect: ExpectStatic,
    holder: Person,
    meanwhile?: (accountId: string) => Promise<unknown>,
  ): Promise<string> {
    const { person, tokens } = await newSignedIn(service);
    const before = service.email.accepted.filter(({ to }) => to === holder.email).length;
    const seen: string[] = [];
    const note = async (response: Response): Promise<void> => {
      const headers = [...response.headers].filter(
        ([name]) => !/^(date|x-request-id|ratelimit)$/.test(name),
      );
      seen.push(`${response.status} ${headers.join(" | ")} ${await response.text()}`);
    };
    await note(await askForAddress(service, tokens, person, holder.email));
    await service.email.mailTo(holder.email, before + 1);
    const state = async (): Promise<string> =>
      (await json(getMeAs(service, tokens))).email_change.state;
    await expect.poll(state, { timeout: 10_000 }).toBe("sent");
    await note(await getMeAs(service, tokens));
    await meanwhile?.((await json(getMeAs(service, tokens))).id);
    for (let i = 0; i < 6; i++) await note(await confirmAddress(service, tokens, `1234567${i}`));
    await note(await getMeAs(service, tokens));
    await note(await askForAddress(service, tokens, person, holder.email));
    return seen
      .join("\n")
      .replaceAll(person.email, "own")
      .replaceAll(holder.email, "new")
      .replaceAll(ALIKE, "…")
      .replaceAll(/(retry.after\D+)\d+/gi, "$1…");
  }

  test("by any answer: they are byte-equal", async ({ expect }) => {
    const seen = await Promise.all(holders.map(async ([, make]) => look(expect, await make())));
    expect(seen[0]).toContain('"attempts_left":4');
    expect(seen[0]).toContain("code_exhausted");
    for (const [i, [name]] of holders.entries()) expect(seen[i], name).toBe(seen[0]);
    // Whoever kept no code where there is nobody to type it would be found out (control).
    const forget = (id: string): Promise<number> =>
      service.resources.redis.del(emailCodeKey(service, id));
    expect(await look(expect, newPerson(), forget)).not.toBe(seen[0]);
  });

  test("and an owner is told, at the address as he wrote it, without a code or a link", async ({
    expect,
  }) => {
    const owner = { ...newPerson(), email: `Ada.${newAddress()}` };
    await register(service, owner);
    const first = await service.email.mailTo(owner.email);
    expect((await activate(service, owner, codeIn(first))).status).toBe(200);
    const { person, tokens } = await newSignedIn(service);
    await askForAddress(service, tokens, person, owner.email.toUpperCase());
    const word = await service.email.mailTo(owner.email, 2);
    expect(word.subject).toBe("You already have a Latchkey account");
    expect(word.text).not.toMatch(/\d{4,}|https?:/);
    expect(word.text).not.toContain(person.email);
    expect(service.email.accepted.some(({ to }) => to === owner.email.toUpperCase())).toBe(false);
  });
});
