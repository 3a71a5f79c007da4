import { type SpanStart, tracing } from "./tracing.ts";

type Queries = { query: (...given: never[]) => unknown };
type Commands = { sendCommand: (...given: never[]) => unknown };

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

/** Makes a CLIENT span of every Postgres statement: its name alone, never its values. */
export const traceQueries = (target: Queries): void =>
  traceCalls(target, "query", (statement) => {
    const name = nameOf(statement);
    return {
      name,
      kind: "client",
      attributes: { "db.system.name": "postgresql", "db.query.summary": name },
    };
  });

// Those without a name are of our own text: begin, commit, a lock.
function nameOf(statement: unknown): string {
  if (typeof statement === "string") return statement.trimStart().split(/[\s;]/, 1)[0] ?? "";
  const { name, text } = statement as { name?: string; text?: string };
  return name ?? nameOf(text ?? "");
}

/** Makes a CLIENT span of every Redis command: its name, and the script's; never keys or values. */
export function traceCommands(redis: Commands & { scriptsSet: object }): void {
  const scripts = new Map<unknown, string>();
  const nameOfScript = (digest: unknown): string | undefined => {
    const known = redis.scriptsSet as Record<string, { sha: string }>;
    if (!scripts.has(digest))
      for (const [name, { sha }] of Object.entries(known)) scripts.set(sha, name);
    return scripts.get(digest);
  };
  traceCalls(redis, "sendCommand", (command): SpanStart => {
    const { name, args } = command as { name: string; args: unknown[] };
    const operation = name.toUpperCase();
    const script = operation === "EVALSHA" ? nameOfScript(args[0]) : undefined;
    return {
      name: script === undefined ? operation : `${operation} ${script}`,
      kind: "client",
      attributes: {
        "db.system.name": "redis",
        "db.operation.name": operation,
        ...(script === undefined ? {} : { "db.stored_procedure.name": script }),
      },
    };
  });
}
