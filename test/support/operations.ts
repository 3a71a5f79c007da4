import { readFile } from "node:fs/promises";
import { basic } from "./client.ts";
import { operator } from "./operator.ts";
import type { TestService } from "./service.ts";
import { bearer, newSignedIn } from "./session.ts";

type Scalar = string | number | boolean;
type Parameter = {
  in: string;
  name: string;
  required?: boolean;
  example?: Scalar;
  schema?: { example?: Scalar; enum?: Scalar[]; format?: string };
};
type Operation = {
  security?: Record<string, unknown>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { example?: unknown }> };
};

/** An operation of the OpenAPI document, ready to be asked for. */
export type DocumentedOperation = {
  name: string;
  method: string;
  /** With an example in the place of each parameter. */
  path: string;
  /** The same with another value in the place of each text that a path or query can have. */
  pathsWith(value: string): string[];
  /** What may stand in for the caller; the first is the strongest. */
  security: string[];
  /** Required header fields, and those with an example. */
  headers: Record<string, string>;
  /** The media type of its body and an example of it; null when it takes none. */
  body: { type: string; example: unknown; isRequired: boolean } | null;
};

const A_UUID = "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21";

const exampleOf = ({ example, schema }: Parameter): string =>
  String(
    example ?? schema?.example ?? schema?.enum?.[0] ?? (schema?.format === "uuid" ? A_UUID : "x"),
  );

function describeOperation(
  name: string,
  path: string,
  method: string,
  given: Operation,
): DocumentedOperation {
  const parameters = given.parameters ?? [];
  const [content] = Object.entries(given.requestBody?.content ?? {});
  const fill = (values: Record<string, string> = {}): string =>
    path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
      const found = parameters.find((each) => each.in === "path" && each.name === parameter);
      return encodeURIComponent(values[parameter] ?? (found ? exampleOf(found) : "x"));
    });
  return {
    name,
    method: method.toUpperCase(),
    path: fill(),
    pathsWith: (value) =>
      parameters.flatMap((each) => {
        if (each.in === "path") return [fill({ [each.name]: value })];
        return each.in === "query" ? [`${fill()}?${each.name}=${encodeURIComponent(value)}`] : [];
      }),
    security: (given.security ?? []).flatMap((each) => Object.keys(each)),
    headers: Object.fromEntries(
      parameters.filter((each) => each.in === "header").map((each) => [each.name, exampleOf(each)]),
    ),
    body: content
      ? {
          type: content[0],
          example: content[1].example,
          isRequired: given.requestBody?.required === true,
        }
      : null,
  };
}

/** Every operation of the committed document, which is what the routes say: `just check` compares them. */
export async function readOperations(): Promise<DocumentedOperation[]> {
  const file = new URL("../../openapi/openapi.json", import.meta.url);
  const { paths } = JSON.parse(await readFile(file, "utf8")) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      describeOperation(`${method} ${path}`, path, method, operation),
    ),
  );
}

/** Credentials that are right for every way to sign in, so that a refusal is of the request and not of its caller. */
export async function everyCredential(service: TestService): Promise<Record<string, string>> {
  const { person, tokens } = await newSignedIn(service);
  // For administrators' routes: whoever may less is refused before.
  await service.resources.pool.query("update users set role = 'admin' where email = $1::text", [
    person.email,
  ]);
  return {
    basic: basic(person),
    bearer: bearer(tokens).authorization,
    operator: operator(service).headers()["authorization"] ?? "",
  };
}
