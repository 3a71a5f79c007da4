import { type SpanStart, tracing } from "./tracing.ts";

/**
 * Makes a span of every call of a method that returns a promise, where something active is traced; described by what
 * it is given. Calls with a callback are part of others. Without traces the method stays as it is.
 */
export function traceCalls<Name extends string>(
  target: Record<Name, (...given: never[]) => unknown>,
  name: Name,
  describe: (...given: unknown[]) => SpanStart,
): void {
  const tracer = tracing();
  if (!tracer) return;
  const original = target[name] as (...given: unknown[]) => unknown;
  const traced = (...given: unknown[]): unknown =>
    tracer.isRecording() && typeof given.at(-1) !== "function"
      ? tracer.around(describe(...given), () => original.apply(target, given))
      : original.apply(target, given);
  Object.assign(target, { [name]: traced });
}
