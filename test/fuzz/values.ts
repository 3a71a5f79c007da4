import fc from "fast-check";
import { type ApiDocument, type Schema, resolveSchema } from "./document.ts";
import { KNOWN_VALUES } from "./known-values.ts";
import { ODD_TEXTS, ODD_VALUES } from "./odd-values.ts";

/** Any value of JSON, most of them of a kind that is meant nowhere. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...ODD_VALUES, ...ODD_TEXTS),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** Any text, most of it of a kind that is meant nowhere. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** Values that fit a schema, at its bounds as well; those that mean something to the service first. */
export function valueOf(document: ApiDocument, given: Schema, name = ""): fc.Arbitrary<unknown> {
  const schema = resolveSchema(document, given);
  const known = KNOWN_VALUES[name] ?? [];
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices && known.length === 0)
    return fc.oneof(...choices.map((each) => valueOf(document, each)));
  const [type = "string"] = [schema.type ?? []].flat();
  switch (type) {
    case "object":
      return objectOf(document, schema, name);
    case "array":
      return fc.array(valueOf(document, schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return integerOf(schema);
    default:
      return known.length === 0
        ? textOf(schema)
        : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, textOf(schema));
  }
}

const integerOf = ({ minimum = 0, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum }));

function objectOf(document: ApiDocument, schema: Schema, name: string): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties && typeof additionalProperties === "object")
    return fc.dictionary(
      fc.constantFrom(...(KNOWN_VALUES["name"] ?? [])),
      valueOf(document, additionalProperties, name),
      { maxKeys: 3 },
    );
  const fields = Object.entries(properties ?? {}).map(
    ([key, each]) => [key, valueOf(document, each, key)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: required });
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 300 } = schema;
  if (format === "uuid") return fc.uuid();
  if (format === "email") return fc.emailAddress();
  if (format === "date-time")
    return fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString());
  if (pattern !== undefined)
    return fc
      .stringMatching(new RegExp(pattern))
      .map((text) => text.slice(0, maxLength))
      .filter((text) => new RegExp(pattern).test(text) && text.length >= minLength);
  const bounds = [minLength, maxLength].map((length) => "x".repeat(length));
  return fc.oneof(
    fc.constantFrom(...bounds),
    fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, minLength + 20) }),
  );
}
