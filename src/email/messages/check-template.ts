import mustache from "mustache";
import type { Locale } from "../../domain/locale.ts";
import type { MailText } from "../provider.ts";
import { type MessageKind, carries } from "./content.ts";
import { type View, renderHtml, renderPlain } from "./render.ts";
import { type Brand, variablesOf, viewOf } from "./view.ts";

/** A template for one part of one kind of message, in one language. */
export type OwnTemplate = {
  kind: MessageKind;
  locale: Locale;
  part: keyof MailText;
  template: string;
};

const BRAND: Brand = {
  productName: "Sample & <Sons>",
  publicUrl: "https://id.sample.test",
  accentColor: "#0b5cad",
  backgroundColor: "#f3f4f6",
};
const CODES = ["0420", "04201337", "042013370420"];
const LINK = "https://id.sample.test/page#sample=1&of=2";
const NEVER_IN_SUBJECTS = new Set(["code", "spoken_code", "origin_line", "link"]);

/** What is wrong with a template, each as what follows its name in a sentence; empty when it can be used. */
export function checkTemplate(own: OwnTemplate): string[] {
  const { kind, part, template } = own;
  if (template.trim() === "") return ["is empty"];
  if (part === "subject" && /[\p{Cc}\p{Zl}\p{Zp}]/u.test(template))
    return ["has a line break or a control character"];
  const problems = [...new Set(checkTags(own))];
  // What cannot be filled in cannot be looked at either.
  if (problems.length > 0 || part === "subject") return problems;
  if (carries(kind, "audience") && /@\{\{\s*host\s*\}\}/.test(template))
    return ["has @{{host}}, which may be another one's code: write {{origin_line}}"];
  if (carries(kind, "code"))
    return CODES.every((code) => hasCode(own, code)) ? [] : [CODE_IS_MISSING[part]];
  // Beside a code, a link is a convenience; alone, it is what the mail is for.
  if (carries(kind, "link")) return hasLink(own) ? [] : [LINK_IS_MISSING[part]];
  return [];
}

const CODE_IS_MISSING = {
  text: "must have {{code}} alone on a line, and no other line of 4 to 12 digits",
  html: "must have {{code}} where it can be read",
};
const LINK_IS_MISSING = {
  text: "must have {{link}} alone on a line",
  html: 'must have {{link}} as <a href="{{link}}">',
};

function checkTags({ kind, part, template }: OwnTemplate): string[] {
  const known = variablesOf(kind).filter(
    (name) => part !== "subject" || !NEVER_IN_SUBJECTS.has(name),
  );
  let tags: [type: string, name: string][];
  try {
    tags = mustache.parse(template).map(([type, name]) => [type, name]);
  } catch (error) {
    return [`is no template: ${error instanceof Error ? error.message : "it cannot be read"}`];
  }
  return tags.flatMap(([type, name]) => {
    if (type === "text" || type === "!") return [];
    if (type === "&") return [`has ${show(name)} unescaped: write {{${show(name)}}}`];
    if (type !== "name")
      return [`has {{${type}${show(name)}}}: only {{names}} and {{! comments}} are known`];
    if (known.includes(name)) return [];
    return NEVER_IN_SUBJECTS.has(name) && part === "subject"
      ? [`has {{${name}}}: locked screens show subjects`]
      : [`has {{${show(name)}}}: there are only ${known.join(", ")}`];
  });
}

const NAME_LENGTH_MAX = 40;
const show = (name: string): string =>
  name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?").slice(0, NAME_LENGTH_MAX);

// Of an audience without an origin line: a code that is in nothing else is not always there.
const sampleView = ({ locale }: OwnTemplate, code: string): View =>
  viewOf(BRAND, { code, ttlMs: 60_000, link: LINK, audience: "sample" }, locale);

function hasCode(own: OwnTemplate, code: string): boolean {
  const { part, template } = own;
  const view = sampleView(own, code);
  if (part === "html")
    return withoutUnread(renderHtml(template, view))
      .replace(/<[^>]*>/g, "")
      .includes(code);
  const alone = renderPlain(template, view)
    .split("\n")
    .filter((line) => /^\d{4,12}$/.test(line));
  return alone.length > 0 && alone.every((line) => line === code);
}

function hasLink(own: OwnTemplate): boolean {
  const { part, template } = own;
  const view = sampleView(own, "");
  if (part === "text") return renderPlain(template, view).split("\n").includes(LINK);
  const links = withoutUnread(renderHtml(template, view)).matchAll(/<a\s[^>]*>/gi);
  return [...links].some(([tag]) => /\shref=(["'])(.*?)\1/i.exec(tag)?.[2] === escapedLink);
}

const escapedLink = renderHtml("{{link}}", { link: LINK });

const withoutUnread = (html: string): string =>
  html.replace(/<!--[\s\S]*?-->|<(style|script|title)[\s>][\s\S]*?<\/\1>/gi, "");
