import type { Attributes } from "@opentelemetry/api";

/** What a span is of, before it begins. Nothing in it may tell of a person, or of what a client typed. */
export type SpanStart = {
  /** One of few: a route, a statement's name. */
  name: string;
  kind: "server" | "client" | "internal" | "consumer";
  attributes?: Attributes;
};

/** A span that has begun. */
export type OpenSpan = {
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** Marks it as failed, with OpenTelemetry's error.type: a class of faults, never a text. */
  fail(errorType: string): void;
};

/** What names the active span in log lines. */
export type SpanIds = { trace_id: string; span_id: string; trace_flags: string };

/** Makes spans of what this process does, by OpenTelemetry's rules. */
export type Tracing = {
  /**
   * Does work within a span that is the parent of all that it begins: under the span of a W3C traceparent, or a new root where
   * that is null or none; under the active one where it is left out.
   */
  within<T>(
    start: SpanStart & { parent?: string | null },
    work: (span: OpenSpan) => Promise<T>,
  ): Promise<T>;
  /** Begins a span under the active one and ends it with what the call returns, which it passes on as it is. */
  around<T>(start: SpanStart, call: () => T): T;
  /** Whether there is an active span that has not ended and is recorded: others get no children. */
  isRecording(): boolean;
  /** The active span as a W3C traceparent (https://www.w3.org/TR/trace-context/); null without one. */
  traceparent(): string | null;
  /** The active span's names; null without one. */
  ids(): SpanIds | null;
};

let current: Tracing | null = null;

/** What makes spans in this process: null unless the configuration asks for traces. */
export const tracing = (): Tracing | null => current;

/** Makes spans from now on; null ends that. */
export function useTracing(next: Tracing | null): void {
  current = next;
}

/** Does what `call` does, in a span of its own where something active is traced. */
export const traced = <T>(start: SpanStart, call: () => T): T =>
  current?.isRecording() === true ? current.around(start, call) : call();

/** The active span as a W3C traceparent, to be kept with what goes on later; null without one. */
export const traceparent = (): string | null => current?.traceparent() ?? null;
