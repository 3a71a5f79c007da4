import type { Locale } from "../../domain/locale.ts";
import type { MailText } from "../provider.ts";
import { builtInTemplates } from "./built-in.ts";
import type { MessageContent } from "./content.ts";
import type { OwnTemplate } from "./check-template.ts";
import { renderHtml, renderPlain } from "./render.ts";
import { type Brand, viewOf } from "./view.ts";

/** Makes what a person gets to read, apart from sending: pure, and the same for every provider. */
export type Messages = (content: MessageContent, locale: Locale) => MailText;

/** Messages by the built-in templates, and by an operator's own ones where there are any. */
export function createMessages(brand: Brand, ownTemplates: readonly OwnTemplate[] = []): Messages {
  const templates = builtInTemplates();
  for (const { kind, locale, part, template } of ownTemplates)
    templates(kind, locale)[part] = template;
  return (content, locale) => {
    const view = viewOf(brand, content, locale);
    const { subject, text, html } = templates(content.kind, locale);
    const filled = renderPlain(text, view).trimEnd();
    return {
      // The code is in no subject: locked screens show subjects.
      subject: renderPlain(subject, view),
      text: endWith(filled, view["origin_line"] ?? ""),
      html: renderHtml(html, view),
    };
  };
}

const endWith = (text: string, line: string): string =>
  line === "" || text === line || text.endsWith(`\n${line}`) ? text : `${text}\n\n${line}`;
