import fc from "fast-check";
import { type ApiDocument, type Operation, type Parameter, type Schema } from "./document.ts";
import { CREDENTIALS, KNOWN_BODIES } from "./known-values.ts";
import { HANDSHAKE, ODD_FIELDS, type Sent, UNASKED } from "./odd-fields.ts";
import { ODD_AUTHORIZATIONS, ODD_BODIES, ODD_TEXTS, ODD_TYPES } from "./odd-values.ts";
import { oddText, oddValue, valueOf } from "./values.ts";

/** A request whose `‹names›` stand for what is true when it is sent. */
export type FuzzRequest = {
  operationId: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
  /** Signed as the provider would sign it, where the route asks for a signature. */
  isSigned: boolean;
};

const FORM = "application/x-www-form-urlencoded";

const mostly = <T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: seldom });

/** For a URL: what stands in for something known keeps its name until it is sent. */
const encode = (value: unknown): string =>
  (typeof value === "string" ? value : (JSON.stringify(value) ?? ""))
    .toWellFormed()
    .replaceAll(/‹[a-z.]+›|[^A-Za-z0-9._~-]/gu, (part) =>
      /^‹[a-z.]+›$/.test(part) ? part : encodeURIComponent(part),
    );

// A whole segment that is empty or of dots would be another path.
const segment = (value: unknown): string => encode(value).replace(/^\.*$/, "%20");

/** Requests for one operation: what its document says, with faults in none, one or several places. */
export function requestsOf(document: ApiDocument, operation: Operation): fc.Arbitrary<FuzzRequest> {
  const {
    operationId,
    method,
    parameters = [],
    security = [{}],
    requestBody,
    responses,
  } = operation;
  const [content] = Object.entries(requestBody?.content ?? {});
  return fc
    .record({
      path: pathsOf(document, operation),
      query: queriesOf(document, ofKind(parameters, "query")),
      fields: fieldsOf(document, ofKind(parameters, "header")),
      authorization: authorizationsOf(security),
      sent: content
        ? bodiesOf(content[0], wholesOf(document, operationId, content[1].schema))
        : mostly(fc.constant<Sent>({ body: null }), fc.constantFrom<Sent>(...UNASKED)),
      more: mostly(
        fc.constant<Record<string, string>>("101" in responses ? HANDSHAKE : {}),
        fc.constantFrom(...ODD_FIELDS, HANDSHAKE),
      ),
      isSigned: fc.boolean(),
    })
    .map(({ path, query, fields, authorization, sent, more, isSigned }) => ({
      operationId,
      method,
      path: query === "" ? path : `${path}?${query}`,
      headers: {
        ...(authorization === null ? {} : { authorization }),
        ...(sent.type === undefined ? {} : { "content-type": sent.type }),
        ...fields,
        ...more,
      },
      body: sent.body,
      isSigned,
    }));
}

const ofKind = (parameters: Parameter[], kind: string): Parameter[] =>
  parameters.filter((each) => each.in === kind);

function pathsOf(document: ApiDocument, operation: Operation): fc.Arbitrary<string> {
  const parts = operation.path.split("/").map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const parameter = operation.parameters?.find((each) => each.name === name);
    if (!parameter) return fc.constant(part);
    const odd = fc.oneof(
      oddText.map(segment),
      fc.constantFrom("%ff", "%", "%zz", "a%2Fb", "%C0%80"),
    );
    return mostly(valueOf(document, parameter.schema, parameter.name).map(segment), odd);
  });
  return fc.tuple(...parts).map((each) => each.join("/"));
}

const pair = ([name, value]: [string, unknown]): string => `${encode(name)}=${encode(value)}`;

function queriesOf(document: ApiDocument, parameters: Parameter[]): fc.Arbitrary<string> {
  const pairs = parameters.map(({ name, schema }) => {
    const value = mostly(valueOf(document, schema, name), oddText);
    const one = value.map((each) => pair([name, each]));
    return fc.oneof(
      fc.constant(""),
      mostly(
        one,
        fc.tuple(one, one).map((each) => each.join("&")),
      ),
    );
  });
  const unasked = mostly(
    fc.constant(""),
    fc.oneof(
      fc.constantFrom("%", "&&", "=", "a=%ff", "x[]=1"),
      oddText.map((text) => pair([text, text])),
    ),
  );
  return fc.tuple(...pairs, unasked).map((each) => each.filter((part) => part !== "").join("&"));
}

/** Node's client sends no others. */
const isField = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff‹›]*$/.test(text);

function fieldsOf(
  document: ApiDocument,
  parameters: Parameter[],
): fc.Arbitrary<Record<string, string>> {
  const odd = fc.constantFrom(...ODD_TEXTS.filter(isField));
  const values = parameters.map(({ name, schema }) => [
    name,
    mostly(valueOf(document, schema, name).map(String).filter(isField), odd),
  ]);
  return fc
    .record(Object.fromEntries(values) as Record<string, fc.Arbitrary<string>>, {
      requiredKeys: [],
    })
    .map((fields) => fields as Record<string, string>);
}

function authorizationsOf(security: Record<string, unknown>[]): fc.Arbitrary<string | null> {
  const right = security
    .flatMap((each) => Object.keys(each))
    .flatMap((kind) => CREDENTIALS[kind] ?? []);
  const any = Object.values(CREDENTIALS).flat();
  const odd = fc.constantFrom<(string | null)[]>(null, null, ...any, ...ODD_AUTHORIZATIONS);
  return right.length === 0 ? odd : mostly(fc.constantFrom<(string | null)[]>(...right), odd);
}

function wholesOf(
  document: ApiDocument,
  operationId: string,
  schema: Schema,
): fc.Arbitrary<unknown> {
  const known = KNOWN_BODIES[operationId] ?? [];
  const any = valueOf(document, schema);
  return known.length === 0 ? any : fc.oneof(fc.constantFrom<unknown[]>(...known), any);
}

function bodiesOf(type: string, whole: fc.Arbitrary<unknown>): fc.Arbitrary<Sent> {
  const text = (value: unknown): string =>
    type === FORM
      ? Object.entries(value as object)
          .map(pair)
          .join("&")
      : JSON.stringify(value);
  const usual = mostly(whole, faulty(whole)).map(text);
  const body = fc.oneof(
    { weight: 12, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_BODIES) },
    { weight: 1, arbitrary: oddValue.map((value) => JSON.stringify(value)) },
  );
  const types = fc.oneof(
    { weight: 15, arbitrary: fc.constant<string | undefined>(type) },
    { weight: 1, arbitrary: fc.constantFrom<(string | undefined)[]>(undefined, ...ODD_TYPES) },
  );
  return fc
    .record({ body, type: types })
    .map((sent) =>
      sent.type === undefined ? { body: sent.body } : { body: sent.body, type: sent.type },
    );
}

/** A member left out, changed to anything, or added. */
function faulty(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const fault = fc.record({
    at: fc.nat(20),
    how: fc.constantFrom("drop", "change", "change", "add"),
    name: fc.oneof(fc.constantFrom("role", "status", "id", "__proto__"), oddText),
    to: oddValue,
  });
  return fc.tuple(value, fc.array(fault, { minLength: 1, maxLength: 3 })).map(([whole, faults]) => {
    const members = Object.entries(whole as object) as [string, unknown][];
    for (const { at, how, name, to } of faults) {
      const index = at % Math.max(1, members.length);
      if (how === "add") members.push([name, to]);
      else if (how === "drop") members.splice(index, 1);
      else if (members[index]) members[index] = [members[index][0], to];
    }
    return Object.fromEntries(members);
  });
}
