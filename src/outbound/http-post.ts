import { FetchError, ofetch } from "ofetch";
import { parseJson } from "../domain/parse-json.ts";
import { tracePost } from "../tracing/trace-post.ts";
import { describeSilence } from "./connection-faults.ts";
import type { Delivery } from "./delivery.ts";
import { readRetryAfterMs } from "./retry-after.ts";

export type HttpRequest = { url: string; headers: Record<string, string>; body: string };
export type HttpAnswer = {
  status: number;
  headers: Headers;
  /** The parsed body; undefined when it is no JSON. */
  json: unknown;
};

/** What an answer means. The name is a documented one out of our own table, never the other side's text. */
export type Judgement = {
  kind: Delivery["kind"];
  name?: string;
  /** How long to leave the other side alone when there is no Retry-After. */
  pauseMs?: number;
};

const SAID_MAX = 500;
/** More than any of the answers that are looked at. */
const BODY_LENGTH_MAX = 65_536;
// It may have got through to the one behind: RFC 9110 §15.6.3 and §15.6.5, and two of Cloudflare's own.
const GATEWAY = new Set([502, 504, 520, 524]);

/**
 * Hands something over by one POST: not repeated, not redirected, its headers and body within the deadline. Never throws
 * for what the other side does. `judge` may leave an answer to its status by undefined.
 */
export async function postOnce(
  { url, headers, body }: HttpRequest,
  judge: (answer: HttpAnswer) => Judgement | undefined,
  deadline: AbortSignal,
): Promise<Delivery> {
  try {
    const response = await tracePost(url, (traced) =>
      ofetch.raw(url, {
        method: "POST",
        headers: { ...headers, ...traced },
        body,
        // ofetch's own retries reuse an aborted signal, and its timeout ends at the headers (ofetch #621, #624).
        retry: 0,
        signal: deadline,
        // Followed, it would carry the key to another host; as it is, it is an answer like others.
        redirect: "manual",
        responseType: "stream",
        ignoreResponseError: true,
      }),
    );
    const text = await readStart(response.body);
    const answer = { status: response.status, headers: response.headers, json: parseJson(text) };
    const isAccepted = answer.status >= 200 && answer.status < 300;
    const judgement: Judgement = isAccepted
      ? { kind: "accepted" }
      : (judge(answer) ?? judgeStatus(answer.status));
    return { ...describeAnswer(answer, judgement), ...quote(text) };
  } catch (error) {
    // A body that stalls or breaks off is thrown as it is. It may have been accepted.
    if (error instanceof FetchError || isBrokenOff(error)) return describeSilence(error);
    throw error;
  }
}

// What comes behind it is not read: a body without an end would fill the memory.
async function readStart(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (body)
    for await (const bytes of body) {
      text += decoder.decode(bytes, { stream: true });
      if (text.length > BODY_LENGTH_MAX) break;
    }
  return text;
}

/** What a status means where nothing more is known (RFC 9110 §15, RFC 6585 §4): never that only this one is bad. */
function judgeStatus(status: number): Judgement {
  const isOurs = status >= 300 && status < 500 && !RETRY.has(status);
  return { kind: isOurs ? "misconfigured" : "retry" };
}

// Too slow, still busy with the same key, too early, too many.
const RETRY = new Set([408, 409, 425, 429]);

function describeAnswer(answer: HttpAnswer, { kind, name, pauseMs }: Judgement): Delivery {
  if (kind === "accepted") return { kind };
  const { status, headers } = answer;
  const reason = `answered ${status}${name === undefined ? "" : ` ${name}`}`;
  if (kind !== "retry") return { kind, reason };
  const afterMs = readRetryAfterMs(headers.get("retry-after"), Date.now()) ?? pauseMs;
  return {
    kind,
    reason,
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(GATEWAY.has(status) ? { isUnclear: true } : {}),
  };
}

/** The other side's own words, fit for a terminal; nothing when it said nothing. */
export function quote(text: string): { said?: string } {
  const said = text.replace(/[\s\p{C}]+/gu, " ").trim();
  return said === "" ? {} : { said: said.slice(0, SAID_MAX) };
}

const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && ["TimeoutError", "AbortError", "TypeError"].includes(error.name);
