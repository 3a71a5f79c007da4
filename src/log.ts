import { type DestinationStream, type Logger, pino, stdTimeFunctions } from "pino";
import { tracing } from "./tracing/tracing.ts";

export type { Logger } from "pino";

/**
 * Structured logs, one JSON object a line on stdout. What is logged is an allow list by construction: nobody hands
 * requests, bodies or headers to it. Errors lose everything but type, message, stack and code.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { service: "latchkey", pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Where traces are made, each line tells of which it is part.
      mixin: () => tracing()?.ids() ?? {},
      serializers: { err: (error: unknown) => describeError(error) },
    },
    ...(destination ? [destination] : []),
  );
}

const CAUSES_MAX = 5;

// Drivers hang queries, parameters and request bodies on their errors; only what names the fault goes out.
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const hasCode = "code" in error && ["string", "number"].includes(typeof error.code);
  const code = hasCode ? { code: error.code } : {};
  // Bounded, because errors can be causes of each other.
  const hasCause = error.cause !== undefined && depth < CAUSES_MAX;
  const cause = hasCause ? { cause: describeError(error.cause, depth + 1) } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...code, ...cause };
}
