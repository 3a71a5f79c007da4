import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { createMessages } from "../../src/email/messages/messages.ts";
import { readOwnTemplates } from "../../src/email/messages/own-templates.ts";
import { BRAND, CODE, CONTENTS, LINK } from "../support/sample-messages.ts";

type Files = Record<string, string | Uint8Array>;

/** What is read out of a directory with these files. */
async function read(files: Files): ReturnType<typeof readOwnTemplates> {
  const directory = await mkdtemp(join(tmpdir(), "latchkey-templates-"));
  try {
    for (const [name, content] of Object.entries(files))
      await writeFile(join(directory, name), content);
    return await readOwnTemplates(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const write = async (files: Files): Promise<ReturnType<typeof createMessages>> => {
  const { templates, problems } = await read(files);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return createMessages(BRAND, templates);
};

const TEXT = "activation-code.de.txt";
const HTML = "activation-code.de.html";
const RESET_TEXT = "password-reset.de.txt";
const RESET_HTML = "password-reset.de.html";
const SUBJECT = "activation-code.de.subject.txt";
const { activation_code: activation, already_registered: registered } = CONTENTS;

describe("an operator's own templates", () => {
  test("take the place of the built-in ones, each for itself", async ({ expect }) => {
    const builtIn = createMessages(BRAND);
    const own = await write({
      [SUBJECT]: "{{product}}: Code\n",
      [HTML]: "<p>{{product}} <b>{{code}}</b> {{life}}</p>",
      "already-registered.ar.txt": "{{product}}",
    });
    expect(own(activation, "de")).toEqual({
      subject: "Shop: Code",
      text: builtIn(activation, "de").text,
      html: "<p>Shop <b>0420</b> eine Minute</p>",
    });
    expect(own(registered, "ar")).toEqual({ ...builtIn(registered, "ar"), text: "Shop" });
    for (const locale of ["en", "fr", "es", "ar"] as const)
      expect(own(activation, locale)).toEqual(builtIn(activation, locale));
  });

  test("may use every variable that is documented", async ({ expect }) => {
    const shared =
      "{{product}} {{host}} {{locale}} {{dir}} {{accent_color}} {{on_accent_color}} {{background_color}}";
    const own = await write({
      "activation-code.ar.html": `${shared} {{code}} {{spoken_code}} {{life}} {{link}} {{origin_line}} {{! a comment }}`,
      "already-registered.en.html": shared,
      "password-reset.en.html": `${shared} {{life}} <a href="{{link}}">{{link}}</a>`,
      "email-change-code.en.html": `${shared} {{code}} {{spoken_code}} {{life}}`,
    });
    const link = LINK.replace("&", "&amp;");
    expect(own(activation, "ar").html).toBe(
      `Shop id.shop.test ar rtl #0b5cad #ffffff #f3f4f6 0420 0 4 2 0 دقيقة واحدة ${link} @id.shop.test #0420 `,
    );
    const sharedInEnglish = "Shop id.shop.test en ltr #0b5cad #ffffff #f3f4f6";
    expect(own(registered, "en").html).toBe(sharedInEnglish);
    expect(own(CONTENTS.password_reset, "en").html).toMatch(
      new RegExp(`^${sharedInEnglish} 15 minutes <a href="https://[^"&]+">https://`),
    );
    expect(own(CONTENTS.email_change_code, "en").html).toBe(
      `${sharedInEnglish} 04201337 0 4 2 0 1 3 3 7 10 minutes`,
    );
  });

  test.for([
    ["lack the line", "Code:\n{{code}}\n\nBye\n"],
    ["have it", "Code:\n{{code}}\n\nBye\n\n@{{host}} #{{code}}\n\n"],
    ["have Windows' line breaks", "Code:\r\n{{code}}\r\n\r\nBye\r\n"],
    ["begin with a byte order mark", "\ufeffCode:\n{{code}}\n\nBye"],
  ] as const)(
    "that %s end with what phones fill the code in by, once",
    async ([, text], { expect }) => {
      const own = await write({ [TEXT]: text });
      expect(own(activation, "de").text).toBe(`Code:\n${CODE}\n\nBye\n\n@id.shop.test #${CODE}`);
    },
  );

  test("of hidden files, such as a mounted ConfigMap has, are left alone; links are followed", async ({
    expect,
  }) => {
    const directory = await mkdtemp(join(tmpdir(), "latchkey-templates-"));
    await mkdir(join(directory, "..2026"));
    await writeFile(join(directory, "..2026", SUBJECT), "Code");
    await symlink("..2026", join(directory, "..data"));
    await symlink(join("..data", SUBJECT), join(directory, SUBJECT));
    const { templates, problems } = await readOwnTemplates(directory);
    await rm(directory, { recursive: true });
    expect(problems).toEqual([]);
    expect(templates).toHaveLength(1);
  });
});

describe("a template is refused", () => {
  const REFUSED: [why: string, file: string, content: string | Uint8Array, told: RegExp][] = [
    ["with another name", "welcome.de.txt", "Hi", /is not known: a name is activation-code or/],
    ["in a language that there is not", "activation-code.it.txt", "{{code}}", /is not known/],
    ["without a language", "activation-code.txt", "{{code}}", /is not known/],
    ["of an unknown part", "activation-code.de.md", "{{code}}", /is not known/],
    ["of a part that every object has", "activation-code.de.constructor", "x", /is not known/],
    ["with an editor's left-over", `${TEXT}~`, "{{code}}", /is not known/],
    ["with a variable that there is not", TEXT, "{{code}}\n{{name}}", /\{\{name\}\}: there are/],
    ["with a path into a variable", TEXT, "{{code}}\n{{code.length}}", /\{\{code.length\}\}/],
    ["with the dot", TEXT, "{{code}}\n{{.}}", /\{\{\.\}\}: there are only/],
    ["with a code where there is none", "already-registered.de.txt", "{{code}}", /\{\{code\}\}/],
    [
      "with three braces",
      HTML,
      "{{code}}{{{product}}}{{{product}}}",
      /has product unescaped: write \{\{prod/,
    ],
    ["with an ampersand", HTML, "{{code}}{{&product}}", /has product unescaped/],
    ["with a partial", TEXT, "{{code}}\n{{> footer}}", /\{\{>footer\}\}: only/],
    ["with a section", TEXT, "{{#code}}\n{{code}}\n{{/code}}", /\{\{#code\}\}: only/],
    ["with an inverted section", TEXT, "{{code}}\n{{^life}}x{{/life}}", /\{\{\^life\}\}: only/],
    ["with other delimiters", TEXT, "{{code}}\n{{=<% %>=}}<%product%>", /\{\{=<% %>\}\}: only/],
    ["with a tag that does not end", TEXT, "{{code}}\n{{product", /is no template: Unclosed tag/],
    ["with a section that does not end", TEXT, "{{code}}\n{{#life}}", /is no template: Unclosed/],
    ["without a code in its text", TEXT, "Code", /must have \{\{code\}\} alone on a line/],
    ["with a code among words", TEXT, "Code: {{code}}", /alone on a line/],
    ["with an indented code", TEXT, "Code:\n  {{code}}", /alone on a line/],
    ["with another number alone on a line", TEXT, "12345\n{{code}}", /no other line of 4 to 12/],
    ["without a code in its HTML", HTML, "<p>Code</p>", /where it can be read/],
    ["with a code in a comment", HTML, "<p><!-- {{code}} --></p>", /where it can be read/],
    ["with a code in an attribute", HTML, `<p title="{{code}}"></p>`, /where it can be read/],
    ["with a code in a style", HTML, "<style>{{code}}</style>", /where it can be read/],
    ["with a code in its subject", SUBJECT, "{{code}}", /\{\{code\}\}: locked screens/],
    ["with a spoken code in its subject", SUBJECT, "{{spoken_code}}", /locked screens/],
    ["with a link in its subject", SUBJECT, "{{link}}", /\{\{link\}\}: locked screens/],
    ["with a link where there is none", "already-registered.de.txt", "{{link}}", /\{\{link\}\}/],
    ["without its link in its text", RESET_TEXT, "Hello", /must have \{\{link\}\} alone on a line/],
    ["with its link among words", RESET_TEXT, "Open {{link}}.", /\{\{link\}\} alone on a line/],
    ["without its link in its HTML", RESET_HTML, "<p>Hello</p>", /as <a href="\{\{link\}\}">/],
    ["with its link to read only", RESET_HTML, "<p>{{link}}</p>", /as <a href=/],
    ["with its link in a comment", RESET_HTML, `<!-- <a href="{{link}}"> -->`, /as <a href=/],
    ["with its link and more", RESET_HTML, `<a href="{{link}}&more">x</a>`, /as <a href=/],
    ["with its link elsewhere", RESET_HTML, `<a data-href="{{link}}">x</a>`, /as <a href=/],
    ["with a line break in its subject", SUBJECT, "Code\nBcc: x@y.test", /has a line break/],
    ["with a carriage return in its subject", SUBJECT, "Code\rBcc: x@y.test", /has a line break/],
    ["empty", HTML, " \n", /is empty/],
    ["of over 100 KiB", HTML, `{{code}}${" ".repeat(102_400)}`, /is larger than 100 KiB/],
    ["that is not UTF-8", TEXT, Uint8Array.of(0x7b, 0xff, 0xfe), /is not UTF-8/],
  ];

  test.for(REFUSED)(
    "%s, in a line that names its file",
    async ([, file, content, told], { expect }) => {
      const { templates, problems } = await read({ [file]: content });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(told);
      expect(problems[0]?.startsWith(`EMAIL_TEMPLATES_DIR: ${JSON.stringify(file)} `)).toBe(true);
      expect(templates).toEqual([]);
    },
  );

  test("together with all others, and the good ones are read all the same", async ({ expect }) => {
    const { templates, problems } = await read({
      [TEXT]: "{{a}} {{{b}}} {{> c}}",
      [HTML]: "none",
      [SUBJECT]: "Code",
      "x.txt": "",
    });
    expect(problems).toHaveLength(5);
    expect(problems.map((line) => line.split(" ")[1])).toEqual([
      `"${HTML}"`,
      ...Array(3).fill(`"${TEXT}"`),
      `"x.txt"`,
    ]);
    expect(templates).toMatchObject([{ part: "subject", template: "Code" }]);
  });

  test("when it is exactly 100 KiB it is not (control)", async ({ expect }) => {
    const { problems } = await read({ [HTML]: "{{code}}".padEnd(102_400) });
    expect(problems).toEqual([]);
  });

  test("a folder with a template's name is", async ({ expect }) => {
    const directory = await mkdtemp(join(tmpdir(), "latchkey-templates-"));
    await mkdir(join(directory, HTML));
    const { problems } = await readOwnTemplates(directory);
    await rm(directory, { recursive: true });
    expect(problems).toEqual([`EMAIL_TEMPLATES_DIR: "${HTML}" cannot be read (EISDIR)`]);
  });

  test("a directory that is not there is", async ({ expect }) => {
    const { problems } = await readOwnTemplates("/nowhere/templates");
    expect(problems).toEqual(["EMAIL_TEMPLATES_DIR: cannot be read (ENOENT)"]);
  });
});
