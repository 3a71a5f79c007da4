import { bytesOf, numberOf, readFields } from "./otlp-protobuf.ts";

type Values = Record<string, string | number | boolean | undefined>;

/** A span as a collector sees it (opentelemetry-proto, trace/v1/trace.proto). */
export type ReceivedSpan = {
  traceId: string;
  spanId: string;
  /** Empty of a root. */
  parentSpanId: string;
  name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  attributes: Values;
  /** 0 unset, 1 ok, 2 error. */
  status: number;
  resource: Values;
};

type JsonValue = { stringValue?: string; intValue?: number | string; boolValue?: boolean };
type JsonAttributes = { key: string; value: JsonValue }[];
type JsonSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: JsonAttributes;
  status: { code?: number };
};
type JsonRequest = {
  resourceSpans: {
    resource: { attributes: JsonAttributes };
    scopeSpans: {
      spans: JsonSpan[];
    }[];
  }[];
};

const fromJson = (attributes: JsonAttributes): Values =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, boolValue } }) => [
      key,
      intValue === undefined ? (stringValue ?? boolValue) : Number(intValue),
    ]),
  );

/** The spans of an ExportTraceServiceRequest in OTLP's JSON. */
export const decodeJson = (text: string): ReceivedSpan[] =>
  (JSON.parse(text) as JsonRequest).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ traceId, spanId, parentSpanId = "", name, kind, attributes, status }) => ({
        traceId,
        spanId,
        parentSpanId,
        name,
        kind,
        attributes: fromJson(attributes),
        status: status.code ?? 0,
        resource: fromJson(resource.attributes),
      })),
  );

const ATTRIBUTE = { key: 1, value: 2 };
const VALUE = { string: 1, bool: 2, int: 3 };

function fromProtobuf(attributes: Buffer[]): Values {
  const entries = attributes.map((bytes) => {
    const attribute = readFields(bytes);
    const value = readFields(bytesOf(attribute, ATTRIBUTE.value)[0] ?? Buffer.alloc(0));
    const [text] = bytesOf(value, VALUE.string);
    const isTruth = value.some(({ number }) => number === VALUE.bool);
    const other = isTruth ? numberOf(value, VALUE.bool) === 1n : Number(numberOf(value, VALUE.int));
    return [String(bytesOf(attribute, ATTRIBUTE.key)[0]), text?.toString() ?? other];
  });
  return Object.fromEntries(entries) as Values;
}

/** The same in OTLP's protobuf. */
export const decodeProtobuf = (body: Buffer): ReceivedSpan[] =>
  bytesOf(readFields(body), 1).flatMap((resourceSpans) => {
    const fields = readFields(resourceSpans);
    const [resource = Buffer.alloc(0)] = bytesOf(fields, 1);
    const resourceValues = fromProtobuf(bytesOf(readFields(resource), 1));
    return bytesOf(fields, 2)
      .flatMap((scopeSpans) => bytesOf(readFields(scopeSpans), 2))
      .map((bytes) => {
        const span = readFields(bytes);
        const hex = (number: number): string => bytesOf(span, number)[0]?.toString("hex") ?? "";
        const [status = Buffer.alloc(0)] = bytesOf(span, 15);
        return {
          traceId: hex(1),
          spanId: hex(2),
          parentSpanId: hex(4),
          name: String(bytesOf(span, 5)[0]),
          kind: Number(numberOf(span, 6)),
          attributes: fromProtobuf(bytesOf(span, 9)),
          status: Number(numberOf(readFields(status), 3)),
          resource: resourceValues,
        };
      });
  });
