import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import type { ApiDocument, Operation } from "./document.ts";
import { operationsOf } from "./document.ts";
import type { Answer } from "./send.ts";

/** What is wrong with an answer by the document; null when nothing is. */
export type Judge = (operationId: string, answer: Answer) => string | null;

const PROBLEM = "application/problem+json";
/** What an OpenAPI document has besides JSON Schema. */
const OWN_WORDS = ["openapi", "info", "servers", "components", "paths", "webhooks", "example"];

// Its types say that the default export is the module, which is true of neither runtime.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

const pointer = (...parts: string[]): string =>
  parts
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");

/** The names of schemas that others are made of: closed, they would refuse what the others add. */
const partsIn = (document: ApiDocument): Set<string> =>
  new Set(
    [...JSON.stringify(document).matchAll(/"allOf":\[([^\]]*)\]/g)].flatMap(([, parts = ""]) =>
      [...parts.matchAll(/schemas\/(\w+)"/g)].map(([, name = ""]) => name),
    ),
  );

/** The document with every object closed that does not say otherwise: an answer shows no member that it does not name. */
function closeObjects(document: ApiDocument): ApiDocument {
  const parts = partsIn(document);
  const close = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(close);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([name, member]): [string, unknown] => [
      name,
      // The parts of a whole are open, and the whole is closed over all of them.
      name === "allOf" || parts.has(name) ? member : close(member),
    ]);
    const isWhole = "properties" in value && "type" in value && !("additionalProperties" in value);
    return Object.fromEntries([
      ...members,
      ...(isWhole || "allOf" in value ? [["unevaluatedProperties", false]] : []),
    ]);
  };
  return close(document) as ApiDocument;
}

/** Bun answers header fields of more than 16 KB, and what it cannot read, before any code of ours runs. */
const isRuntimes = ({ status, headers, body }: Answer): boolean =>
  [400, 431].includes(status) && body === "" && headers["content-type"] === undefined;

/** Holds answers against a document: status, media type, body with its formats, and the codes of problems. */
export function createJudge(document: ApiDocument, { hasOwnRefusals = false } = {}): Judge {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  addFormats(ajv);
  ajv.addVocabulary(OWN_WORDS);
  ajv.addSchema(closeObjects(document), "api");
  const operations = new Map(operationsOf(document).map((each) => [each.operationId, each]));
  const checks = new Map<string, ValidateFunction>();

  function checkBody(
    operation: Operation,
    status: string,
    type: string,
    text: string,
  ): string | null {
    const { path, method, responses } = operation;
    const at = pointer("paths", path, method.toLowerCase(), "responses", status, "content", type);
    const check = checks.get(at) ?? ajv.compile({ $ref: `api#/${at}/schema` });
    checks.set(at, check);
    let body: unknown = text;
    try {
      if (/[/+]json$/.test(type)) body = JSON.parse(text);
    } catch {
      return `${status} has a body that is no JSON: ${text.slice(0, 200)}`;
    }
    if (!check(body)) return `${status} ${type}: ${ajv.errorsText(check.errors)} in ${text}`;
    const codes = Object.keys(responses[status]?.content?.[type]?.examples ?? {});
    const { code, status: told } = body as { code?: string; status?: number };
    if (type !== PROBLEM) return null;
    if (String(told) !== status) return `${status} tells of the status ${told}`;
    return codes.includes(code ?? "")
      ? null
      : `${status} has the code ${code}, which it does not name`;
  }

  return function judge(operationId, answer) {
    const { status, headers, body } = answer;
    if (hasOwnRefusals && isRuntimes(answer)) return null;
    const operation = operations.get(operationId);
    if (!operation) return `there is no operation ${operationId}`;
    const response = operation.responses[status];
    if (!response) return `${status} is not documented: ${body.slice(0, 300)}`;
    if (status >= 500 && status !== 503) return `${status}: ${body.slice(0, 300)}`;
    const type = headers["content-type"]?.split(";")[0] ?? "";
    if (!response.content)
      return body === "" ? null : `${status} has a body: ${body.slice(0, 300)}`;
    if (!(type in response.content)) return `${status} is of the type ${type || "none"}`;
    return checkBody(operation, String(status), type, body);
  };
}
