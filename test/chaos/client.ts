import { Agent, request } from "node:http";
import { randomAddress } from "../support/random-address.ts";
import type { Entry, Ledger } from "./ledger.ts";

export type Answer = {
  status: number;
  problem: string | null;
  body: Record<string, unknown>;
  retryAfterMs: number;
};

export type Call = Pick<Entry, "operation" | "email" | "code" | "isRight" | "password"> & {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
};

export type Client = {
  /** Asks the next door in turn, and notes it in the ledger. What is not answered has the status 0; it never rejects. */
  ask(call: Call): Promise<Answer>;
  close(): void;
};

/** Longer than anything is allowed to take: who waited so long was not answered. */
const GIVE_UP_MS = 10_000;

/** A REST client with kept connections to each door: instances, or what stands before them. */
export function createClient(doors: readonly number[], ledger: Ledger): Client {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  let turn = 0;
  return {
    async ask({ operation, email, code, isRight, password, ...call }) {
      const door = turn++ % doors.length;
      const calledAt = Date.now();
      const answer = await send(agent, doors[door] ?? 0, call);
      ledger.note({
        operation,
        email,
        calledAt,
        returnedAt: Date.now(),
        status: answer.status,
        problem: answer.problem,
        door,
        ...(code === undefined ? {} : { code, isRight: isRight === true }),
        ...(password === undefined ? {} : { password }),
      });
      return answer;
    },
    close: () => agent.destroy(),
  };
}

function send(
  agent: Agent,
  port: number,
  { method, path, headers = {}, body }: Pick<Call, "method" | "path" | "headers" | "body">,
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const text = body === undefined ? "" : JSON.stringify(body);
  const lost = (error: Error): void =>
    resolve({ status: 0, problem: codeOf(error), body: {}, retryAfterMs: 0 });
  const sent = request(
    {
      agent,
      host: "127.0.0.1",
      port,
      method,
      path,
      signal: AbortSignal.timeout(GIVE_UP_MS),
      headers: {
        "x-forwarded-for": randomAddress(),
        ...(text === ""
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
        ...headers,
      },
    },
    (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", lost);
      response.once("end", () => {
        const read = readBody(Buffer.concat(parts));
        resolve({
          status: response.statusCode ?? 0,
          problem: typeof read["code"] === "string" ? read["code"] : null,
          body: read,
          retryAfterMs: Number(response.headers["retry-after"] ?? 0) * 1000,
        });
      });
    },
  );
  sent.once("error", lost);
  sent.end(text);
  return promise;
}

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : error.message);

// An answer of a balancer is no JSON.
function readBody(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}
