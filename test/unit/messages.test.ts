import { describe, test } from "vitest";
import { LOCALES, type Locale } from "../../src/domain/locale.ts";
import { checkTemplate } from "../../src/email/messages/check-template.ts";
import { builtInTemplates } from "../../src/email/messages/built-in.ts";
import { carries } from "../../src/email/messages/content.ts";
import { createMessages } from "../../src/email/messages/messages.ts";
import type { MailText } from "../../src/email/provider.ts";
import { BRAND, CODE, LINK, CONTENTS, EVERY_MESSAGE } from "../support/sample-messages.ts";

const messages = createMessages(BRAND);
const PARTS = { subject: "subject.txt", text: "txt", html: "html" } as const;
const parts = Object.keys(PARTS) as (keyof MailText)[];

describe.for(EVERY_MESSAGE)("%s in %s", ([kind, locale]) => {
  const mail = messages(CONTENTS[kind], locale);
  const name = `${kind.replaceAll("_", "-")}.${locale}`;

  test.for(parts)("has the %s it had", async (part, { expect }) => {
    await expect(mail[part]).toMatchFileSnapshot(`__snapshots__/messages/${name}.${PARTS[part]}`);
  });

  test("says its language and direction, where web mail leaves no html element too", ({
    expect,
  }) => {
    const direction = locale === "ar" ? "rtl" : "ltr";
    expect(mail.html).toContain(`<html lang="${locale}" dir="${direction}">`);
    expect(mail.html).toContain(`aria-roledescription="email" lang="${locale}" dir="${direction}"`);
  });

  test("has no link to follow but its own, nothing to load and nothing to run", ({ expect }) => {
    const content = CONTENTS[kind];
    const link = "link" in content ? content.link : null;
    const hrefs = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(hrefs).toEqual(link === null ? [] : [link.replaceAll("&", "&amp;")]);
    const rest = (mail.html + mail.text).replaceAll(/href="[^"]*"/g, "").replaceAll("&amp;", "&");
    expect(link === null ? rest : rest.replaceAll(link, "")).not.toMatch(
      /https?:|href|src=|url\(|<script|@import|\son\w+=/i,
    );
  });

  test("has no link in its subject and preview", ({ expect }) => {
    expect(mail.subject + previewOf(mail)).not.toMatch(/https?:|[#=]/);
  });

  test("leaves no tag of its templates", ({ expect }) => {
    for (const part of parts) expect(mail[part]).not.toMatch(/\{\{|\}\}|\[\[|\]\]|undefined/);
  });

  test("passes every check of an operator's own templates", ({ expect }) => {
    for (const part of parts) {
      const template = builtInTemplates()[locale][kind][part];
      expect(checkTemplate({ kind, locale, part, template })).toEqual([]);
    }
  });
});

const previewOf = ({ html }: MailText): string =>
  /<div style="display: none[^>]*>([^]*?)<\/div>/.exec(html)?.[1]?.trim() ?? "";
const hasCode = ([kind]: (typeof EVERY_MESSAGE)[number]): boolean => carries(kind, "code");

test.for(EVERY_MESSAGE.filter((each) => !hasCode(each)))(
  "%s in %s has no digits that could be taken for a code",
  ([kind, locale], { expect }) => {
    const content = CONTENTS[kind];
    const { subject, text } = messages(content, locale);
    const words = "link" in content ? text.replace(content.link, "") : text;
    expect(subject + words).not.toMatch(/\p{Nd}{3}/u);
    if (!("ttlMs" in content)) expect(subject + text).not.toMatch(/\p{Nd}/u);
  },
);

const hasLink = ([kind]: (typeof EVERY_MESSAGE)[number]): boolean => carries(kind, "link");

describe.for(EVERY_MESSAGE.filter(hasLink))("%s in %s", ([kind, locale]) => {
  const content = CONTENTS[kind];
  const link = "link" in content ? content.link : "";
  const mail = messages(content, locale);

  test("has the link alone on a line, once, behind its code if it has one", ({ expect }) => {
    const lines = mail.text.split("\n");
    expect(lines.filter((line) => line.includes(link))).toEqual([link]);
    if ("code" in content) expect(lines.indexOf(content.code)).toBeLessThan(lines.indexOf(link));
  });

  test("has it as a button with a label, and to read", ({ expect }) => {
    const html = mail.html.replaceAll("&amp;", "&");
    const label = /<a[^>]*>([^<]*)<\/a\s*>/.exec(html)?.[1]?.trim() ?? "";
    expect(label).not.toBe("");
    expect(mail.text).toContain(`\n${label}\n${link}`);
    expect(html.replaceAll(/<[^>]*>/g, "")).toContain(link);
  });
});

test("no mail about an address names one", ({ expect }) => {
  for (const kind of ["email_changed", "email_taken"] as const)
    for (const locale of LOCALES) {
      const { subject, text, html } = messages(CONTENTS[kind], locale);
      expect(subject + text + html).not.toMatch(/\S@\S/);
    }
});

describe.for(EVERY_MESSAGE.filter(hasCode))("%s in %s", ([kind, locale]) => {
  const content = CONTENTS[kind];
  const mail = messages(content, locale);
  const code = "code" in content ? content.code : "";

  test("has the code alone on a line, once", ({ expect }) => {
    expect(mail.text.split("\n").filter((line) => line === code)).toHaveLength(1);
    expect(mail.html.split(`>${code}<`)).toHaveLength(2);
  });

  test("ends with the line that phones fill the code in by", ({ expect }) => {
    expect(mail.text.split("\n").slice(-2)).toEqual(["", `@id.shop.test #${code}`]);
    expect(
      mail.html
        .replaceAll(/<[^>]*>/g, "")
        .trim()
        .endsWith(`@id.shop.test #${code}`),
    ).toBe(true);
  });

  test("has no code in its subject and preview", ({ expect }) => {
    const preview = previewOf(mail);
    expect(preview).not.toBe("");
    // The blanks behind it push the code out of what an inbox shows.
    expect(preview.match(/&nbsp;&zwnj;/g)).toHaveLength(100);
    expect(mail.subject + preview).not.toMatch(/\p{Nd}/u);
  });

  test("is read digit by digit, from left to right", ({ expect }) => {
    const spoken = code.split("").join(" ");
    expect(mail.html).toContain(`<span role="img" aria-label="${spoken}">${code}</span>`);
    expect(mail.html).toMatch(/class="code"\s+dir="ltr"/);
  });
});

describe("a code's life", () => {
  const LIVES: [Locale, ttlMs: number, life: string][] = [
    ["en", 60_000, "for one minute."],
    ["en", 59_600, "for one minute."],
    ["en", 120_000, "for 2 minutes."],
    ["en", 90_000, "for 90 seconds."],
    ["en", 1000, "for one second."],
    ["en", 1, "for one second."],
    ["fr", 60_000, "pendant une minute."],
    ["fr", 600_000, "pendant 10 minutes."],
    ["fr", 1000, "pendant une seconde."],
    ["fr", 30_000, "pendant 30 secondes."],
    ["de", 60_000, "eine Minute lang."],
    ["de", 600_000, "10 Minuten lang."],
    ["de", 1000, "eine Sekunde lang."],
    ["de", 90_000, "90 Sekunden lang."],
    ["es", 60_000, "durante un minuto."],
    ["es", 300_000, "durante 5 minutos."],
    ["es", 1000, "durante un segundo."],
    ["es", 45_000, "durante 45 segundos."],
    ["ar", 60_000, "لمدة دقيقة واحدة."],
    ["ar", 120_000, "لمدة دقيقتين."],
    ["ar", 180_000, "لمدة 3 دقائق."],
    ["ar", 600_000, "لمدة 10 دقائق."],
    ["ar", 660_000, "لمدة 11 دقيقة."],
    ["ar", 1000, "لمدة ثانية واحدة."],
    ["ar", 2000, "لمدة ثانيتين."],
    ["ar", 5000, "لمدة 5 ثوانٍ."],
    ["ar", 90_000, "لمدة 90 ثانية."],
    ["ar", 301_000, "لمدة 301 ثانية."],
    ["en", 3_600_000, "for one hour."],
    ["en", 604_800_000, "for 7 days."],
    ["fr", 86_400_000, "pendant un jour."],
    ["fr", 7_200_000, "pendant 2 heures."],
    ["de", 86_400_000, "einen Tag lang."],
    ["de", 3_600_000, "eine Stunde lang."],
    ["es", 172_800_000, "durante 2 días."],
    ["es", 90_000_000, "durante 25 horas."],
    ["ar", 604_800_000, "لمدة 7 أيام."],
    ["ar", 950_400_000, "لمدة 11 يومًا."],
    ["ar", 172_800_000, "لمدة يومين."],
    ["ar", 10_800_000, "لمدة 3 ساعات."],
  ];

  test.for(LIVES)(
    "in %s of %i ms is told in both parts: %s",
    ([locale, ttlMs, life], { expect }) => {
      const { text, html } = messages(
        { kind: "activation_code", code: CODE, ttlMs, link: LINK },
        locale,
      );
      expect(text).toContain(life);
      expect(html).toContain(life);
    },
  );

  test.for(LOCALES)("in %s has western digits", (locale, { expect }) => {
    for (let seconds = 1; seconds <= 600; seconds++) {
      const content = {
        kind: "activation_code",
        code: CODE,
        ttlMs: seconds * 1000,
        link: LINK,
      } as const;
      expect(messages(content, locale).text).not.toMatch(/(?![0-9])\p{Nd}/u);
    }
  });
});
