import {
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Span,
  type Tracer,
  context,
  isSpanContextValid,
  trace,
} from "@opentelemetry/api";
import { parseTraceParent } from "@opentelemetry/core";
import type { OpenSpan, Tracing } from "./tracing.ts";

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
};

/** Tracing by OpenTelemetry's API, on whatever SDK the tracer is of. */
export function createOtelTracing(tracer: Tracer): Tracing {
  const spanContext = (): ReturnType<Span["spanContext"]> | null => {
    const active = trace.getActiveSpan()?.spanContext();
    return active && isSpanContextValid(active) ? active : null;
  };
  return {
    within({ name, kind, attributes = {}, parent }, work) {
      const under = parent === undefined ? context.active() : contextOf(parent);
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, under);
      const open: OpenSpan = {
        rename: (next) => void span.updateName(next),
        set: (more) => void span.setAttributes(more),
        fail: (errorType) => fail(span, errorType),
      };
      return context.with(trace.setSpan(under, span), () => settle(span, work(open)));
    },
    around({ name, kind, attributes = {} }, call) {
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes });
      const result = call();
      if (result instanceof Promise) settle(span, result).catch(() => {});
      else span.end();
      return result;
    },
    isRecording: () => trace.getActiveSpan()?.isRecording() === true,
    traceparent() {
      const active = spanContext();
      return active && `00-${active.traceId}-${active.spanId}-${flagsOf(active)}`;
    },
    ids() {
      const active = spanContext();
      return (
        active && {
          trace_id: active.traceId,
          span_id: active.spanId,
          trace_flags: flagsOf(active),
        }
      );
    },
  };
}

const flagsOf = ({ traceFlags }: { traceFlags: number }): string =>
  traceFlags.toString(16).padStart(2, "0");

// Of what a stranger sent, his trace's name alone is taken: a tracestate is text of his, and would be passed on to others.
function contextOf(traceparent: string | null): Context {
  const parent = traceparent === null ? null : parseTraceParent(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
}

async function settle<T>(span: Span, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    fail(span, typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function fail(span: Span, errorType: string): void {
  span.setAttribute("error.type", errorType).setStatus({ code: SpanStatusCode.ERROR });
}

// Messages can hold what was typed.
function typeOf(error: unknown): string {
  if (!(error instanceof Error)) return "_OTHER";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
