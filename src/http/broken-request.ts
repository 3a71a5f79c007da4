import { randomUUID } from "node:crypto";
import { FAILURES, type FailureCode } from "../domain/failure.ts";
import type { Logger } from "../log.ts";
import { PROBLEM_TYPE, toProblem } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";

/** Writes the whole answer to a request that the runtime's parser refused, so that no route ever sees it. */
export type AnswerBroken = (code: FailureCode, client: string) => string;

/** Such answers are problems with all fields, and are logged, like any other (RFC 9457, RFC 9112 §9.6). */
export function brokenAnswers(publicUrl: string, log: Logger): AnswerBroken {
  const fields = securityHeaders(publicUrl);
  const origin = publicUrl.replace(/\/+$/, "");
  return function answerBroken(code, client) {
    const { status, title } = FAILURES[code];
    const requestId = randomUUID();
    const body = JSON.stringify(toProblem({ code }, requestId, origin));
    const head = Object.entries({
      ...fields,
      "X-Request-Id": requestId,
      "Content-Type": PROBLEM_TYPE,
      "Content-Length": Buffer.byteLength(body),
      Connection: "close",
    }).map(([name, value]) => `${name}: ${value}`);
    log.info({ request_id: requestId, method: null, route: null, status, code, client }, "request");
    return [`HTTP/1.1 ${status} ${title}`, ...head, "", body].join("\r\n");
  };
}
