import { z } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import {
  FAILURES,
  type Failure,
  type FailureCode,
  REFUSAL_REASONS,
  type StatusOf,
} from "../domain/failure.ts";
import type { Context } from "./environment.ts";

/** Problem details (RFC 9457), with the members clients need to go on by themselves. */
export const problemSchema = z
  .object({
    type: z.url().meta({ description: "Stable address of the problem's kind." }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]]).meta({
      description: "What clients decide by; one of a closed list.",
    }),
    request_id: z.string().meta({ description: "Names this request in the service's log." }),
    detail: z.string().optional().meta({ description: "For people; may change any time." }),
    attempts_left: z.int().optional(),
    retry_after: z.int().optional().meta({ description: "Seconds, as in Retry-After." }),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    reason: z.enum(REFUSAL_REASONS).optional().meta({ description: "Why a password was refused." }),
    "violated-policies": z
      .array(z.string())
      .optional()
      .meta({ description: "The limits that refused, as named in RateLimit-Policy." }),
  })
  .openapi("Problem");

type Problem = z.infer<typeof problemSchema>;

/** The media type of every problem (RFC 9457 §3). */
export const PROBLEM_TYPE = "application/problem+json";
const EXAMPLE_ORIGIN = "https://latchkey.example";
/** RFC 7617 §2: the password is read as UTF-8. */
export const BASIC_CHALLENGE = 'Basic realm="latchkey", charset="UTF-8"';

/** RFC 6750 §3: a browser asks nobody for a password because of it. */
export const BEARER_CHALLENGE = 'Bearer realm="latchkey"';

/** Every 401 tells what would be accepted (RFC 9110 §15.5.2). */
const CHALLENGES: Partial<Record<FailureCode, string>> = {
  invalid_credentials: BASIC_CHALLENGE,
  invalid_token: `${BEARER_CHALLENGE}, error="invalid_token"`,
  invalid_refresh_token: BEARER_CHALLENGE,
  signed_out: BEARER_CHALLENGE,
  invalid_ticket: BEARER_CHALLENGE,
};

// RFC 6750 §3.1: who sent nothing made no error, and is told only what would be accepted.
const challengeOf = (c: Context, code: FailureCode): string | undefined =>
  code === "invalid_token" && c.req.header("authorization") === undefined
    ? BEARER_CHALLENGE
    : CHALLENGES[code];

export function problemType(origin: string, code: FailureCode): string {
  const failure = FAILURES[code];
  return "type" in failure ? failure.type : `${origin}/problems/${code}`;
}

/** Answers a request that no route takes. */
export type Refuse = (
  c: Context,
  failure: Failure,
  headers?: Record<string, string>,
) => Response | Promise<Response>;

/** Answers with a problem body; its status, Retry-After and challenge follow from the failure. */
export function problem<Code extends FailureCode>(
  c: Context,
  failure: Failure<Code>,
  headers: Record<string, string> = {},
): Response & TypedResponse<Problem, StatusOf<Code>, "json"> {
  const { status } = FAILURES[failure.code];
  c.set("failureCode", failure.code);
  const body = toProblem(failure, c.get("requestId"), c.get("publicUrl"));
  if (failure.retryAfterSeconds !== undefined)
    c.header("Retry-After", String(failure.retryAfterSeconds));
  const challenge = challengeOf(c, failure.code);
  if (challenge !== undefined) c.header("WWW-Authenticate", challenge);
  return c.json(body, status, { "Content-Type": PROBLEM_TYPE, ...headers });
}

/** The body of a problem. */
export function toProblem(failure: Failure, requestId: string, origin: string): Problem {
  const { status, title } = FAILURES[failure.code];
  return {
    type: problemType(origin, failure.code),
    title,
    status,
    code: failure.code,
    request_id: requestId,
    ...(failure.detail === undefined ? {} : { detail: failure.detail }),
    ...(failure.attemptsLeft === undefined ? {} : { attempts_left: failure.attemptsLeft }),
    ...(failure.retryAfterSeconds === undefined ? {} : { retry_after: failure.retryAfterSeconds }),
    ...(failure.errors === undefined ? {} : { errors: failure.errors }),
    ...(failure.reason === undefined ? {} : { reason: failure.reason }),
    ...(failure.violatedPolicies === undefined
      ? {}
      : { "violated-policies": failure.violatedPolicies }),
  };
}

type ProblemResponses<Code extends FailureCode> = Record<
  StatusOf<Code>,
  {
    description: string;
    content: { [PROBLEM_TYPE]: { schema: typeof problemSchema } };
  }
>;

/** What any route may answer, whatever it does: a body of another type is refused also where none is asked for. */
const EVERYWHERE = [
  "malformed_request",
  "headers_too_large",
  "unsupported_media_type",
  "internal_error",
] as const;

/** What a route that takes JSON may answer, beside its own. */
export const BODY_PROBLEMS = [
  "payload_too_large",
  "unsupported_media_type",
  "invalid_request",
] as const;

/** The OpenAPI responses of a route's problem codes, one entry a status, with an example for each code. */
export function problemResponses<const Codes extends readonly FailureCode[]>(
  ...codes: Codes
): ProblemResponses<Codes[number] | (typeof EVERYWHERE)[number]> {
  const all = [...new Set<FailureCode>([...codes, ...EVERYWHERE])];
  const byStatus = Object.groupBy(all, (code) => String(FAILURES[code].status));
  const responses = Object.entries(byStatus).map(([status, group = []]) => [
    status,
    {
      description: group.map((code) => `\`${code}\`: ${FAILURES[code].title}.`).join(" "),
      content: {
        [PROBLEM_TYPE]: {
          schema: problemSchema,
          examples: Object.fromEntries(group.map((code) => [code, { value: example(code) }])),
        },
      },
    },
  ]);
  return Object.fromEntries(responses);
}

const WITH_RETRY_AFTER = new Set([429, 503]);

const example = (code: FailureCode): Problem =>
  toProblem(
    {
      code,
      ...(code === "code_incorrect" ? { attemptsLeft: 4 } : {}),
      ...(WITH_RETRY_AFTER.has(FAILURES[code].status) ? { retryAfterSeconds: 30 } : {}),
      ...(code === "rate_limited" ? { violatedPolicies: ["activate.ip"] } : {}),
      // Whatever a route takes, it does not take that.
      ...(code === "invalid_request"
        ? { errors: [{ field: "surname", message: "is not known" }] }
        : {}),
      ...(code === "password_refused"
        ? {
            errors: [
              {
                field: "password",
                message: "is one of the passwords that are tried first, or almost one",
              },
            ],
            reason: "too_common",
          }
        : {}),
    },
    "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
    EXAMPLE_ORIGIN,
  );
