import { Client } from "pg";

/**
 * Loaded before the service's entry file: kills its process, as kill -9 does, at the point that FAILPOINT names.
 * "before x" is before the statement x, or the mail, or the event, leaves; "after x" when its answer has come, or "during x" when
 * nobody knows.
 */
const [moment, name] = (process.env["FAILPOINT"] ?? "").split(" ");

const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
};

async function guarded<T>(call: () => Promise<T>): Promise<T> {
  if (moment === "before") die();
  const result = call();
  // One turn of the loop: the bytes are with the kernel, and no answer can have come.
  if (moment === "during") setImmediate(die);
  await result;
  return die();
}

const query = Client.prototype.query as unknown as (...given: unknown[]) => Promise<unknown>;
Object.assign(Client.prototype, {
  query(this: Client, ...given: unknown[]): unknown {
    const [statement] = given;
    const isMeant =
      typeof statement === "object" &&
      statement !== null &&
      "name" in statement &&
      statement.name === name;
    const call = (): Promise<unknown> => query.apply(this, given);
    return isMeant ? guarded(call) : call();
  },
});

const send = globalThis.fetch;
const failingFetch = (...given: Parameters<typeof fetch>): Promise<Response> => {
  const sent = new Headers(given[1]?.headers).has("webhook-id") ? "event" : "mail";
  return name === sent ? guarded(() => send(...given)) : send(...given);
};
globalThis.fetch = Object.assign(failingFetch, send);
