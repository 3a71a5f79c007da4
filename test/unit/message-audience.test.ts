import { describe, test } from "vitest";
import { LOCALES } from "../../src/domain/locale.ts";
import { checkTemplate } from "../../src/email/messages/check-template.ts";
import { createMessages } from "../../src/email/messages/messages.ts";
import type { MailText } from "../../src/email/provider.ts";
import { BRAND, CONTENTS } from "../support/sample-messages.ts";

const CODE = "042013370420";
const messages = createMessages(BRAND);
const otp = (audience: string | null): (typeof CONTENTS)["otp_code"] => ({
  ...CONTENTS.otp_code,
  kind: "otp_code",
  code: CODE,
  ttlMs: 600_000,
  audience,
});
const lastLine = ({ text }: MailText): string | undefined => text.split("\n").at(-1);
const readable = (html: string): string => html.replaceAll(/<head[^]*<\/head>|<[^>]*>/g, "");

describe.for(LOCALES)("a code in %s", (locale) => {
  test.for([
    ["the service itself", null, "id.shop.test"],
    ["an address", "https://pay.example:8443/eu", "pay.example"],
    ["an address in capitals", "https://Pay.Example", "pay.example"],
  ] as const)("for %s is offered on its pages alone", ([, audience, host], { expect }) => {
    const mail = messages(otp(audience), locale);
    expect(lastLine(mail)).toBe(`@${host} #${CODE}`);
    expect(readable(mail.html).trim().endsWith(`@${host} #${CODE}`)).toBe(true);
  });

  test.for(["shop", "http://pay.example", "https://", "pay.example", "urn:example:pay"])(
    "for %s, whose pages nobody knows, is offered on none",
    (audience, { expect }) => {
      const mail = messages(otp(audience), locale);
      expect(mail.text + mail.html).not.toMatch(/@\S+ #/);
      expect(mail.text.split("\n").filter((line) => line === CODE)).toHaveLength(1);
      expect(mail.text).toBe(mail.text.trimEnd());
    },
  );

  test("says whom it is for, without a link, and apart from the direction of the words", ({
    expect,
  }) => {
    for (const [audience, told] of [
      ["shop", "shop"],
      ["https://pay.example/eu", "pay.example/eu"],
      ["http://pay.example", "pay.example"],
      [null, "id.shop.test"],
    ] as const) {
      const { text, html } = messages(otp(audience), locale);
      expect(text).toContain(` ${told}`);
      expect(html).toContain(`<bdi>${told.replaceAll("/", "&#x2F;")}</bdi>`);
      expect(text + html).not.toMatch(/https?:/);
    }
  });

  test("for whoever calls himself by tags adds none", ({ expect }) => {
    const tags = (audience: string): string[] =>
      messages(otp(audience), locale).html.match(/<[^>]*>/g) ?? [];
    for (const audience of [`<img src=x onerror=alert(1)>`, `"'>`, "{{code}}", "</bdi>", "$&"]) {
      expect(tags(audience)).toEqual(tags("shop"));
      expect(messages(otp(audience), locale).text).toContain(audience);
    }
  });
});

describe("an own template of a passwordless code", () => {
  const own = (
    template: string,
    part: "text" | "html" = "text",
  ): Parameters<typeof checkTemplate>[0] => ({
    kind: "otp_code",
    locale: "de",
    part,
    template,
  });

  test("may say whom it is for, in its subject too", ({ expect }) => {
    for (const template of [
      own("{{audience}} {{host}}\n{{code}}"),
      own("{{code}}\n\n{{origin_line}}\n"),
      own("<p>{{code}} {{audience}}</p>", "html"),
      { ...own("Code: {{audience}}"), part: "subject" as const },
    ])
      expect(checkTemplate(template)).toEqual([]);
  });

  test("is refused with our host for whatever it is for, and without its code", ({ expect }) => {
    for (const part of ["text", "html"] as const)
      for (const host of ["{{host}}", "{{ host }}"])
        expect(checkTemplate(own(`{{code}}\n@${host} #{{code}}`, part))).toEqual([
          "has @{{host}}, which may be another one's code: write {{origin_line}}",
        ]);
    expect(checkTemplate(own("{{audience}}"))).toEqual([expect.stringContaining("{{code}} alone")]);
    expect(checkTemplate(own("042013370421\n{{code}}"))).toHaveLength(1);
    // The line is not always there.
    expect(checkTemplate(own("<p>{{origin_line}}</p>", "html"))).toHaveLength(1);
    expect(checkTemplate({ ...own("{{origin_line}}"), part: "subject" })).toEqual([
      "has {{origin_line}}: locked screens show subjects",
    ]);
    expect(checkTemplate({ ...own("{{audience}}"), kind: "password_changed" })).toEqual([
      expect.stringMatching(/^has \{\{audience\}\}: there are only/),
    ]);
  });

  test("ends with the line of the pages it is for, once, or with none", ({ expect }) => {
    for (const template of ["{{code}}\n\n{{origin_line}}\n", "{{code}}\n"]) {
      const write = createMessages(BRAND, [own(template)]);
      expect(write(otp("https://pay.example"), "de").text).toBe(`${CODE}\n\n@pay.example #${CODE}`);
      expect(write(otp("shop"), "de").text).toBe(CODE);
    }
  });
});
