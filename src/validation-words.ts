import { z } from "zod";

const TYPES: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};
const FORMATS: Record<string, string> = {
  datetime: "a time in UTC, such as 2026-01-31T12:00:00Z",
  uuid: "a UUID",
  url: "a URL",
};
const UNITS: Record<string, string> = { string: " characters", array: " entries" };

/**
 * What is wrong with a value, to stand after the name of its field, where the schema has no words of its own. It names what
 * is expected and never what came, a secret perhaps.
 */
function describeValue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is required";
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "too_small":
      if (issue.origin in UNITS && issue.minimum === 1) return "must not be empty";
      return `must ${sizeInWords(issue.origin, issue.minimum)} or more`;
    case "too_big":
      return `must ${sizeInWords(issue.origin, issue.maximum)} at most`;
    case "invalid_value":
      return `must be ${choice.format(issue.values.map(String))}`;
    case "invalid_format":
      return issue.format in FORMATS ? `must be ${FORMATS[issue.format]}` : undefined;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return undefined;
  }
}

const choice = new Intl.ListFormat("en-GB", { type: "disjunction" });

const sizeInWords = (origin: string, bound: number | bigint): string =>
  origin in UNITS ? `have ${bound}${UNITS[origin]}` : `be ${bound}`;

// For every schema of the process: of requests, of the environment, of files.
z.config({ customError: describeValue });
