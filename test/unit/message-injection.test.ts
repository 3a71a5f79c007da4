import fc from "fast-check";
import { describe, test } from "vitest";
import type { OwnTemplate } from "../../src/email/messages/check-template.ts";
import { createMessages } from "../../src/email/messages/messages.ts";
import type { MailText } from "../../src/email/provider.ts";
import { BRAND, CONTENTS, EVERY_MESSAGE } from "../support/sample-messages.ts";

const own = ([kind, locale]: (typeof EVERY_MESSAGE)[number]): OwnTemplate[] => [
  { kind, locale, part: "subject", template: "Hello from {{product}}" },
  { kind, locale, part: "text", template: "Hello from {{product}}\n" },
  {
    kind,
    locale,
    part: "html",
    template: `<p title="{{product}}" lang='{{product}}'>Hello from {{product}}</p>`,
  },
];

const WRITERS = [
  ["built-in", []],
  ["own", EVERY_MESSAGE.flatMap(own)],
] as const;

const tagsOf = (html: string): string[] =>
  (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/(title|lang)=(["'])[^"']*\2/g, "$1"));
const unescapeHtml = (html: string): string =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#x2F;", "/")
    .replaceAll("&#x60;", "`")
    .replaceAll("&#x3D;", "=")
    .replaceAll("&amp;", "&");

describe.for(WRITERS)("a product name in %s templates", ([, ownTemplates]) => {
  const write = (productName: string): MailText[] => {
    const messages = createMessages({ ...BRAND, productName }, ownTemplates);
    return EVERY_MESSAGE.map(([kind, locale]) => messages(CONTENTS[kind], locale));
  };
  const plainTags = write("Shop").map(({ html }) => tagsOf(html));

  test.for([
    `<img src=x onerror=alert(1)>`,
    `</style><script>alert(1)</script>`,
    `</title><script>alert(1)</script>`,
    `" onmouseover="alert(1)`,
    `' onmouseover='alert(1)`,
    `{{7*7}}`,
    `{{{code}}}`,
    `{{code}}`,
    `{{#product}}x{{/product}}`,
    `[[heading]]`,
    `&lt;b&gt;`,
    `<!--`,
    `$& $1 $\``,
    `\u202egnp.exe`,
  ])("%s adds no element and no attribute, and is read as it is", (productName, { expect }) => {
    for (const [i, { html, text, subject }] of write(productName).entries()) {
      expect(tagsOf(html)).toEqual(plainTags[i]);
      expect(unescapeHtml(html)).toContain(productName);
      expect(text).toContain(productName);
      expect(subject).toContain(productName);
    }
  });

  test("has all special characters escaped, the quotes for attributes too", ({ expect }) => {
    for (const { html } of write(`<img src=x>"'&\``))
      expect(html).toContain("&lt;img src&#x3D;x&gt;&quot;&#39;&amp;&#x60;");
  });

  test("of whatever characters leaves the page as it is", ({ expect }) => {
    const name = fc.string({
      unit: fc.constantFrom(
        ..."<>\"'&;/=!-{}[]#^$` a\u00e9\u2028\u0639".split(""),
        "#39",
        "lt",
        "{{",
        "}}",
        "code",
      ),
      minLength: 1,
    });
    fc.assert(
      fc.property(name, (productName) => {
        for (const [i, { html }] of write(productName).entries()) {
          expect(tagsOf(html)).toEqual(plainTags[i]);
          expect(unescapeHtml(html)).toContain(productName);
        }
      }),
      { numRuns: 200 },
    );
  });
});

test("a code is escaped too, though it never needs to be", ({ expect }) => {
  const content = {
    kind: "activation_code",
    code: `<b>"`,
    ttlMs: 1000,
    link: "https://id.shop.test/activate#code=0420",
  } as const;
  const { html } = createMessages(BRAND)(content, "en");
  expect(html).toContain(">&lt;b&gt;&quot;<");
  expect(html).toContain(`aria-label="&lt; b &gt; &quot;"`);
});

test("a link ends no attribute, whatever is in it, and keeps what programs find links by", ({
  expect,
}) => {
  const link = `https://id.shop.test/a?b=1&c="><b>'`;
  const content = { kind: "password_reset", ttlMs: 60_000, link } as const;
  const { html } = createMessages(BRAND)(content, "en");
  expect(html).toContain(`href="https://id.shop.test/a?b=1&amp;c=&quot;&gt;&lt;b&gt;&#39;"`);
  expect(html).not.toContain("<b>");
});

test("colours and the host are escaped too", ({ expect }) => {
  const accentColor = `#aa"><b>`;
  const { html } = createMessages({ ...BRAND, accentColor })(CONTENTS.activation_code, "en");
  expect(html).not.toContain("<b>");
  expect(html).toContain("#aa&quot;&gt;&lt;b&gt;");
});
