import type { MessageKind } from "../content.ts";

/** Forms of a word by the number before it, {{count}}, as the language has them (CLDR plural rules). */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * One language. Each text is a template: {{product}} and, with a code or a link, {{life}} may stand in it; {{audience}} where
 * somebody else may be meant. A no-break hyphen
 * (\u2011) keeps "e-mail" on one line.
 */
export type Words = {
  direction: "ltr" | "rtl";
  /** As they stand in {{life}}: in the case that the sentence around it asks for. */
  days: PluralForms;
  hours: PluralForms;
  minutes: PluralForms;
  seconds: PluralForms;
  /** Before the address of a link, for programs whose buttons do nothing. */
  bareLink: string;
  messages: Record<MessageKind, MessageWords>;
};

export type MessageWords = {
  subject: string;
  /** What an inbox shows beside the subject: never the code, which a locked screen would show. */
  preview: string;
  /** The first line; a code comes right below it. */
  heading: string;
  paragraphs: string[];
  /** What the button of its link says. */
  linkLabel?: string;
};
