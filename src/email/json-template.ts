/** JSON whose texts may hold placeholders such as {{to}}. */
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | JsonTemplate[]
  | { [name: string]: JsonTemplate };

/** What a header may hold: the rest can have characters that no header takes. */
const HEADER_PLACEHOLDERS = ["key", "message_id", "from_address", "reply_to", "to"] as const;
const PLACEHOLDERS = [
  ...HEADER_PLACEHOLDERS,
  "from",
  "from_name",
  "subject",
  "text",
  "html",
] as const;

export type TemplateValues = Record<(typeof PLACEHOLDERS)[number], string>;

/** What an API takes that is asked for nothing else; email-mock is one. */
export const STANDARD_HEADERS = {
  Authorization: "Bearer {{key}}",
  "Idempotency-Key": "{{message_id}}",
};
export const STANDARD_BODY = {
  from: "{{from}}",
  reply_to: "{{reply_to}}",
  to: "{{to}}",
  subject: "{{subject}}",
  text: "{{text}}",
  html: "{{html}}",
};

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** Puts the values into the texts. What consists of an empty value alone, an unset reply_to, is left out. */
export function fillTemplate(template: JsonTemplate, values: TemplateValues): JsonTemplate {
  if (typeof template === "string")
    return template.replace(PLACEHOLDER, (_, name: string) => values[name as keyof TemplateValues]);
  if (template === null || typeof template !== "object") return template;
  const isKept = (each: JsonTemplate): boolean => each !== "{{reply_to}}" || values.reply_to !== "";
  if (Array.isArray(template))
    return template.filter(isKept).map((each) => fillTemplate(each, values));
  return Object.fromEntries(
    Object.entries(template)
      .filter(([, each]) => isKept(each))
      .map(([name, each]) => [name, fillTemplate(each, values)]),
  );
}

/** What is wrong with a template of headers; null when it is usable. */
export function headersProblem(template: unknown): string | null {
  if (!isObject(template)) return 'must be an object such as {"Authorization": "Bearer {{key}}"}';
  const headers = Object.entries(template);
  if (!headers.every((header): header is [string, string] => typeof header[1] === "string"))
    return "must have texts as values";
  const unknown = unknownPlaceholder(Object.values(template).join(" "), HEADER_PLACEHOLDERS);
  if (unknown !== null) return unknown;
  return headers.every(isHeader) ? null : "has a name or a value that no header can have";
}

/** What is wrong with a template of a body; null when it is usable. */
export function bodyProblem(template: unknown): string | null {
  if (!isObject(template)) return 'must be an object such as {"to": "{{to}}"}';
  const texts = textsOf(template as JsonTemplate);
  const unknown = unknownPlaceholder(texts, PLACEHOLDERS);
  if (unknown !== null) return unknown;
  const has = (name: string): boolean => texts.includes(`{{${name}}}`);
  return has("to") && has("subject") && (has("text") || has("html"))
    ? null
    : "must hold {{to}}, {{subject}}, and {{text}} or {{html}}";
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textsOf(template: JsonTemplate): string {
  if (typeof template === "string") return template;
  if (template === null || typeof template !== "object") return "";
  const texts = Array.isArray(template) ? template : Object.entries(template).flat();
  return texts.map(textsOf).join(" ");
}

// The name is not repeated: what stands there by mistake may be a secret.
function unknownPlaceholder(texts: string, known: readonly string[]): string | null {
  const rest = texts.replace(PLACEHOLDER, (whole, name: string) =>
    known.includes(name) ? "" : whole,
  );
  return rest.includes("{{") || rest.includes("}}")
    ? `has a placeholder that is none of ${known.join(", ")}`
    : null;
}

function isHeader([name, value]: [string, string]): boolean {
  try {
    return /^[\u0020-\u007e]*$/.test(value) && new Headers([[name, value]]).has(name);
  } catch {
    return false;
  }
}
