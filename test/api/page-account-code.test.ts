import { afterAll, beforeAll, describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { ADDRESS_FORMS, newAsking } from "../support/address-page.ts";
import { idOf } from "../support/admin.ts";
import { newPerson, wrongCode } from "../support/client.ts";
import { emailCodeKey } from "../support/email-change.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const { confirm: CONFIRM } = ADDRESS_FORMS;

describe("a code", () => {
  test("that is wrong is said at its field with the tries that are left, until there are none", async ({
    expect,
  }) => {
    const { send, read, code } = await newAsking(service);
    for (const left of [4, 3, 2, 1]) {
      const said = await send(CONFIRM, { code: wrongCode(code, left) });
      expect([said.status, said.errors]).toEqual([
        400,
        { code: `The code is wrong. Tries left: ${left}.` },
      ]);
      expect((await read()).text).toContain(`Tries left: ${left}.`);
    }
    // There is no field any more to say it at.
    const last = await send(CONFIRM, { code: wrongCode(code, 5) });
    expect([last.status, last.errors]).toEqual([400, {}]);
    expect(last.line).toBe("The code is wrong. Tries left: 0.");
    const right = await send(CONFIRM, { code });
    expect([right.status, right.errors]).toEqual([429, {}]);
    expect(right.line).toMatch(/^There were too many wrong codes\. You can try again in /);
    expect((await read()).text).toMatch(/There were too many wrong codes for <bdi/);
  });

  test("of another form costs no try", async ({ expect }) => {
    const { send, read, code } = await newAsking(service);
    for (const odd of ["", "1", "1234567x", "123456789", "<b>1</b>"]) {
      const said = await send(CONFIRM, { code: odd });
      expect([said.status, said.errors]).toEqual([422, { code: "The code has 8 digits." }]);
      expect(said.text).not.toContain("<b>1");
    }
    expect((await read()).text).toContain("Tries left: 5.");
    expect((await send(CONFIRM, { code })).status).toBe(303);
  });

  test("that ran out, or that nobody asked for, is said to be over", async ({ expect }) => {
    const { person, send, read, code } = await newAsking(service);
    await service.resources.redis.del(emailCodeKey(service, await idOf(service, person)));
    const { text } = await read();
    expect(text).toMatch(/The code for <bdi dir="ltr">[^<]+<\/bdi> has run out\./);
    expect(text).not.toContain('name="code"');
    const over = await send(CONFIRM, { code });
    const nobody = await (await openAccount(service)).send(CONFIRM, { code });
    for (const { status, line } of [over, nobody])
      expect([status, line]).toEqual([410, "The code has run out."]);
  });

  test("is void after another password", async ({ expect }) => {
    const { person, send, read, code } = await newAsking(service);
    const { password } = newPerson();
    const fields = { current_password: person.password, new_password: password };
    expect((await send("/account/password", fields)).status).toBe(303);
    expect((await read()).text).not.toContain('name="code"');
    expect((await send(CONFIRM, { code })).status).toBe(410);
  });
});
