import mustache from "mustache";

/** Values of a template's variables. */
export type View = Readonly<Record<string, string>>;

/** Fills in what a browser never reads: a subject, or the text part. */
export const renderPlain = (template: string, view: View): string =>
  mustache.render(template, view, {}, { escape: String });

/**
 * Fills in HTML: every value is escaped, for quoted attributes as well. A link keeps its slashes, by which programs that
 * do not read HTML find it; they end nothing.
 */
export const renderHtml = (template: string, view: View): string =>
  mustache.render(template, view, {}, { escape: (text) => escapeValue(text, view) });

const escapeValue = (text: string, { link }: View): string => {
  const escaped = mustache.escape(text);
  return text === link ? escaped.replaceAll("&#x2F;", "/").replaceAll("&#x3D;", "=") : escaped;
};
