import { describe, test } from "vitest";
import { LOCALES } from "../../src/domain/locale.ts";
import { checkTemplate } from "../../src/email/messages/check-template.ts";
import { builtInTemplates } from "../../src/email/messages/built-in.ts";
import { carries } from "../../src/email/messages/content.ts";
import { createMessages } from "../../src/email/messages/messages.ts";
import type { MailText } from "../../src/email/provider.ts";
import { BRAND, CONTENTS, EVERY_MESSAGE } from "../support/sample-messages.ts";

const messages = createMessages(BRAND);
const parts: (keyof MailText)[] = ["subject", "text", "html"];

/** What somebody reads of a mail in HTML, and where its links lead: without the layout that all mails share. */
const readable = (html: string): string =>
  html
    .replaceAll(/<(head|style)[^]*?<\/\1>/g, "")
    .replaceAll(/<a [^>]*href="([^"]*)"[^>]*>/g, " [$1] ")
    .replaceAll(/<[^>]*>|&nbsp;&zwnj;/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");

describe.for(EVERY_MESSAGE)("%s in %s", ([kind, locale]) => {
  const mail = messages(CONTENTS[kind], locale);
  const name = `${kind.replaceAll("_", "-")}.${locale}`;

  test("says what it said", async ({ expect }) => {
    const said = [mail.subject, mail.text, readable(mail.html)].join("\n\n---\n\n");
    await expect(said).toMatchFileSnapshot(`__snapshots__/messages/${name}.txt`);
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
      const template = builtInTemplates()(kind, locale)[part];
      expect(checkTemplate({ kind, locale, part, template })).toEqual([]);
    }
  });
});

test.for(["en", "ar"] as const)("the layout is what it was, in %s", async (locale, { expect }) => {
  const { html } = messages(CONTENTS.activation_code, locale);
  await expect(html).toMatchFileSnapshot(`__snapshots__/messages/layout.${locale}.html`);
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
