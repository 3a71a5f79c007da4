import { tracing } from "./tracing.ts";

/** Puts each run of a task in a CONSUMER span, of the trace of what queued it. Without traces it is the task itself. */
export function traceTask(
  task: string,
  run: (payload: unknown) => Promise<void>,
): (payload: unknown) => Promise<void> {
  const tracer = tracing();
  if (!tracer) return run;
  const start = {
    name: `process ${task}`,
    kind: "consumer",
    attributes: {
      "messaging.system": "graphile_worker",
      "messaging.destination.name": task,
      "messaging.operation.name": "process",
      "messaging.operation.type": "process",
    },
  } as const;
  return (payload) =>
    tracer.within({ ...start, parent: readTraceparent(payload) }, () => run(payload));
}

function readTraceparent(payload: unknown): string | null {
  const traceparent = new Map<string, unknown>(Object.entries(payload ?? {})).get("traceparent");
  return typeof traceparent === "string" ? traceparent : null;
}
