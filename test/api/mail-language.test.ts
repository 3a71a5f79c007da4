import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, basic, getMe, newPerson, register, registerNew } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { requestReset } from "../support/password-reset.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({
    EMAIL_LOCALE: "fr",
    PRODUCT_NAME: "Shop & Söhne",
    PUBLIC_URL: "https://id.shop.test",
    EMAIL_ACCENT_COLOR: "#aa3300",
    CODE_RESEND_SECONDS: "1",
  });
});
afterAll(() => service[Symbol.asyncDispose]());

const language = (header: string): Record<string, string> => ({ "accept-language": header });

describe("the language of somebody's mails", () => {
  test("is the one that the registration asks for, and is told to its owner", async ({
    expect,
  }) => {
    const person = newPerson();
    await register(service, person, language("ar-EG, en;q=0.5"));
    const mail = await service.email.mailTo(person.email);
    expect(mail.subject).toBe("رمز تفعيل حسابك في Shop & Söhne");
    expect(mail.html).toContain(`<html lang="ar" dir="rtl">`);
    expect(mail.html).toContain("<bdi>Shop &amp; Söhne</bdi>");
    expect(mail.html).toContain("#aa3300");
    expect(mail.text).toMatch(new RegExp(`\n@id\\.shop\\.test #${codeIn(mail)}$`));
    expect(await json(getMe(service, person))).toMatchObject({ locale: "ar" });
  });

  test("is the configured one when the registration asks for none there is", async ({ expect }) => {
    const person = newPerson();
    await register(service, person, language("it"));
    expect((await service.email.mailTo(person.email)).subject).toContain("Votre code");
    expect(await json(getMe(service, person))).toMatchObject({ locale: "fr" });
  });

  test("is the newest registration's while the account is pending", async ({ expect }) => {
    const person = newPerson();
    await register(service, person, language("de"));
    expect((await service.email.mailTo(person.email)).subject).toContain("Aktivierungscode");
    await register(service, person, language("es"));
    expect((await service.email.mailTo(person.email, 2)).subject).toContain("Su código");
    expect(await json(getMe(service, person))).toMatchObject({ locale: "es" });
  });

  test("is no stranger's to change once the account is active: its notice is in the owner's", async ({
    expect,
  }) => {
    const person = newPerson();
    await register(service, person, language("de"));
    await activate(service, person, codeIn(await service.email.mailTo(person.email)));
    await register(service, { ...person, password: "a stranger's one" }, language("ar"));
    const notice = await service.email.mailTo(person.email, 2);
    expect(notice.subject).toBe("Sie haben bereits ein Konto bei Shop & Söhne");
    expect(notice.html).toContain(`<html lang="de" dir="ltr">`);
    expect(await json(getMe(service, person))).toMatchObject({ locale: "de", status: "active" });
  });

  test("is for one re-send what that asks for, and else the stored one", async ({ expect }) => {
    const { person } = await registerNew(service);
    const again = async (headers: Record<string, string>): Promise<void> => {
      const init = { method: "POST", headers: { authorization: basic(person), ...headers } };
      await expect
        .poll(async () => (await service.request("/auth/activation-codes", init)).status, {
          timeout: 10_000,
          interval: 200,
        })
        .toBe(202);
    };
    await again(language("es"));
    expect((await service.email.mailTo(person.email, 2)).subject).toContain("Su código");
    await again({});
    expect((await service.email.mailTo(person.email, 3)).subject).toContain("Votre code");
    expect(await json(getMe(service, person))).toMatchObject({ locale: "fr" });
  });

  test("is for a new password what that asks for, and else the account's own", async ({
    expect,
  }) => {
    const person = newPerson();
    await register(service, person, language("de"));
    await activate(service, person, codeIn(await service.email.mailTo(person.email)));
    await requestReset(service, person.email, language("es"));
    expect((await service.email.mailTo(person.email, 2)).subject).toContain("Elija una nueva");
    for (const [i, header] of ["it", "en;q=0", "*"].entries()) {
      await requestReset(service, person.email, language(header));
      const mail = await service.email.mailTo(person.email, 3 + i);
      expect(mail.subject).toContain("Neues Passwort");
      expect(mail.text).toContain("15 Minuten lang");
    }
  });
});
