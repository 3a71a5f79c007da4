import fc from "fast-check";
import { describe, test } from "vitest";
import { activationCodeMail, alreadyRegisteredMail } from "../../src/email/messages.ts";
import type { MailText } from "../../src/email/provider.ts";

const CODE = "0420";
const both = (productName: string): MailText[] => [
  activationCodeMail({ productName, code: CODE, ttlMs: 60_000 }),
  alreadyRegisteredMail({ productName }),
];
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
const unescapeHtml = (html: string): string =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("the activation mail", () => {
  const { subject, text, html } = activationCodeMail({
    productName: "Shop",
    code: CODE,
    ttlMs: 60_000,
  });

  test("has the code alone on a line, once", ({ expect }) => {
    expect(text.split("\n").filter((line) => line === CODE)).toHaveLength(1);
    expect(text.match(/\d+/g)).toEqual([CODE]);
    expect(html).toContain(`>${CODE}<`);
  });

  test("has no code in its subject, which a lock screen shows", ({ expect }) => {
    expect(subject).toBe("Your Shop activation code");
    expect(subject).not.toMatch(/\d/);
  });

  test("has no link to follow and nothing to load", ({ expect }) => {
    for (const mail of both("Shop"))
      expect(mail.html + mail.text).not.toMatch(/https?:|href|src=|url\(|<script|@import/i);
  });

  test.for([
    [60_000, "one minute"],
    [120_000, "2 minutes"],
    [600_000, "10 minutes"],
    [90_000, "90 seconds"],
    [30_000, "30 seconds"],
    [59_600, "one minute"],
  ] as const)("of %i ms of life says “%s” in both parts", ([ttlMs, life], { expect }) => {
    const mail = activationCodeMail({ productName: "Shop", code: CODE, ttlMs });
    expect(mail.text).toContain(`It is valid for ${life}.`);
    expect(mail.html).toContain(`It is valid for ${life}.`);
  });
});

describe("the mail to an owner who is registered already", () => {
  test("names the product and has no code", ({ expect }) => {
    const { subject, text, html } = alreadyRegisteredMail({ productName: "Shop" });
    expect(subject).toBe("You already have a Shop account");
    expect(text).toContain("register at Shop");
    expect(`${subject}${text}`).not.toMatch(/\d/);
    expect(html.replaceAll(/style="[^"]*"/g, "")).not.toMatch(/\d/);
  });
});

describe("a product name", () => {
  const plainTags = both("Shop").map(({ html }) => tagsOf(html));

  test.for([
    `<img src=x onerror=alert(1)>`,
    `</style><script>alert(1)</script>`,
    `" onmouseover="alert(1)`,
    `' onmouseover='alert(1)`,
    `{{7*7}}`,
    `&lt;b&gt;`,
    `<!--`,
    `$& $1 $\``,
    `\u202egnp.exe`,
  ])("%s adds no element and no attribute, and is read as it is", (productName, { expect }) => {
    for (const [i, { html, text, subject }] of both(productName).entries()) {
      expect(tagsOf(html)).toEqual(plainTags[i]);
      expect(unescapeHtml(html)).toContain(` ${productName} `);
      expect(text).toContain(productName);
      expect(subject).toContain(productName);
    }
  });

  test("has all five special characters escaped, the quotes for attributes too", ({ expect }) => {
    for (const { html } of both(`<img src=x>"'&`))
      expect(html).toContain("&lt;img src=x&gt;&quot;&#39;&amp;");
  });

  test("of whatever characters leaves the page as it is", ({ expect }) => {
    const name = fc.string({
      unit: fc.constantFrom(
        "<",
        ">",
        '"',
        "'",
        "&",
        ";",
        "/",
        "=",
        "!",
        "-",
        "{",
        "$",
        " ",
        "a",
        "#39",
        "lt",
        "\u00e9",
        "\u2028",
      ),
      minLength: 1,
    });
    fc.assert(
      fc.property(name, (productName) => {
        for (const [i, { html }] of both(productName).entries()) {
          expect(tagsOf(html)).toEqual(plainTags[i]);
          expect(unescapeHtml(html)).toContain(productName);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test("a code is escaped too, though it never needs to be", ({ expect }) => {
  const { html } = activationCodeMail({ productName: "Shop", code: "<b>", ttlMs: 1000 });
  expect(html).toContain("&lt;b&gt;");
});
