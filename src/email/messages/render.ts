import mustache from "mustache";

/** Values of a template's variables. */
export type View = Readonly<Record<string, string>>;

/** Fills in what a browser never reads: a subject, or the text part. */
export const renderPlain = (template: string, view: View): string =>
  mustache.render(template, view, {}, { escape: String });

/** Fills in HTML: every value is escaped, for quoted attributes as well. */
export const renderHtml = (template: string, view: View): string => mustache.render(template, view);
