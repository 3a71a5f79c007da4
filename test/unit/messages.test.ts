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

  test("has no link to follow, nothing to load and nothing to run", ({ expect }) => {
    expect(mail.html + mail.text).not.toMatch(/https?:|href|src=|url\(|<script|@import|\son\w+=/i);
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

const hasCode = ([kind]: (typeof EVERY_MESSAGE)[number]): boolean => carries(kind, "code");

test.for(EVERY_MESSAGE.filter((each) => !hasCode(each)))(
  "%s in %s has no digit that could be taken for a code",
  ([kind, locale], { expect }) => {
    const { subject, text } = messages(CONTENTS[kind], locale);
    expect(subject + text).not.toMatch(/\p{Nd}/u);
  },
);

describe.for(EVERY_MESSAGE.filter(hasCode))("%s in %s", ([kind, locale]) => {
  const mail = messages(CONTENTS[kind], locale);

  test("has the code alone on a line, once", ({ expect }) => {
    expect(mail.text.split("\n").filter((line) => line === CODE)).toHaveLength(1);
    expect(mail.html.match(/>0420</g)).toHaveLength(1);
  });

  test("ends with the line that phones fill the code in by", ({ expect }) => {
    expect(mail.text.split("\n").slice(-2)).toEqual(["", `@id.shop.test #${CODE}`]);
    expect(mail.html.replaceAll(/<[^>]*>/g, "").trim()).toMatch(/@id\.shop\.test #0420$/);
  });

  test("has no code in its subject and preview", ({ expect }) => {
    const preview = /<div style="display: none[^>]*>([^]*?)<\/div>/.exec(mail.html)?.[1] ?? "";
    expect(preview.trim()).not.toBe("");
    // The blanks behind it push the code out of what an inbox shows.
    expect(preview.match(/&nbsp;&zwnj;/g)).toHaveLength(100);
    expect(mail.subject + preview).not.toMatch(/\p{Nd}/u);
  });

  test("is read digit by digit, from left to right", ({ expect }) => {
    expect(mail.html).toContain(`<span role="img" aria-label="0 4 2 0">0420</span>`);
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
    ["en", 86_400_000, "for one day."],
    ["en", 604_800_000, "for 7 days."],
    ["fr", 604_800_000, "pendant 7 jours."],
    ["de", 604_800_000, "7 Tage lang."],
    ["es", 604_800_000, "durante 7 días."],
    ["ar", 172_800_000, "لمدة يومين."],
    ["ar", 604_800_000, "لمدة 7 أيام."],
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
