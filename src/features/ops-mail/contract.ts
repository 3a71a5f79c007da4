import { createRoute } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import { NONE_OF_ANY_KIND } from "../../postgres/mail-kinds.ts";
import {
  deadLettersSchema,
  droppedSchema,
  liftSchema,
  listQuerySchema,
  lookUpSchema,
  lookedUpSchema,
  mailSchema,
  redrivenSchema,
  selectionSchema,
} from "./schemas.ts";

const MESSAGE = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  kind: "activation_code",
  state: "expired",
  attempts: 9,
  provider: "resend",
  last_error: "resend: answered 503",
  queued_at: "2026-01-31T12:00:00.000Z",
  settled_at: "2026-01-31T12:10:01.000Z",
} as const;
const REASON = "the provider is back";

const bodyProblems = [...BODY_PROBLEMS, ...OPERATOR_PROBLEMS] as const;

export const standingRoute = createRoute({
  operationId: "getMailStanding",
  method: "get",
  path: "/ops/mail",
  ...OPERATOR_CONTRACT,
  summary: "How much mail waits, how the providers stand, and what was given up",
  responses: {
    200: {
      description: "How mail stands.",
      content: jsonContent(mailSchema, {
        queue: {
          length: 3,
          oldest_seconds: 12,
          by_kind: { ...NONE_OF_ANY_KIND, activation_code: 2, password_reset: 1 },
        },
        providers: [
          {
            name: "resend",
            state: "open",
            retry_in_seconds: 4,
            quota: "10000/1d",
            problem: "answered 503",
            last_accepted_at: "2026-01-31T12:00:00.000Z",
          },
        ],
        dead_letters: { undeliverable: 1, expired: 4 },
        suppressed_addresses: 7,
      }),
    },
    ...problemResponses(...OPERATOR_PROBLEMS),
  },
});

export const listRoute = createRoute({
  operationId: "listDeadLetters",
  method: "get",
  path: "/ops/mail/dead-letters",
  ...OPERATOR_CONTRACT,
  summary: "Messages that reached nobody, newest first",
  request: { query: listQuerySchema },
  responses: {
    200: {
      description: "The dead letters; before=next goes on from here.",
      content: jsonContent(deadLettersSchema, {
        dead_letters: [{ ...MESSAGE, to: "a***@example.com" }],
        next: null,
      }),
    },
    ...problemResponses("invalid_request", ...OPERATOR_PROBLEMS),
  },
});

export const redriveRoute = createRoute({
  operationId: "redriveMail",
  method: "post",
  path: "/ops/mail/dead-letters/redrive",
  ...OPERATOR_CONTRACT,
  summary: "Send dead letters again; it is noted who wanted it",
  description:
    "Under their old ids: a provider with idempotency keys that took one does not deliver it twice. Their age begins anew, their attempts go on.",
  request: {
    body: {
      required: true,
      content: jsonContent(selectionSchema, { ids: [MESSAGE.id], reason: REASON }),
    },
  },
  responses: {
    200: {
      description: "How many were queued.",
      content: jsonContent(redrivenSchema, {
        queued: 1,
        left: { superseded: 0, not_dead: 0, unknown: 0 },
        more: 0,
      }),
    },
    ...problemResponses(...bodyProblems),
  },
});

export const dropRoute = createRoute({
  operationId: "dropMail",
  method: "post",
  path: "/ops/mail/dead-letters/drop",
  ...OPERATOR_CONTRACT,
  summary: "Give dead letters up; it is noted who wanted it",
  request: {
    body: {
      required: true,
      content: jsonContent(selectionSchema, {
        all_since: "2026-01-31T12:00:00.000Z",
        state: "expired",
        reason: "they are of no use any more",
      }),
    },
  },
  responses: {
    200: {
      description: "How many were dropped.",
      content: jsonContent(droppedSchema, {
        dropped: 4,
        left: { not_dead: 0, unknown: 0 },
        more: 0,
      }),
    },
    ...problemResponses(...bodyProblems),
  },
});

export const lookUpRoute = createRoute({
  operationId: "lookUpMail",
  method: "post",
  path: "/ops/mail/lookup",
  ...OPERATOR_CONTRACT,
  summary: "The newest messages to an address, and whether it is written to at all",
  description: "A POST, so that the address stands in no URL.",
  request: {
    body: { required: true, content: jsonContent(lookUpSchema, { email: "ada@example.com" }) },
  },
  responses: {
    200: {
      description: "Nothing for an address that nobody has.",
      content: jsonContent(lookedUpSchema, {
        messages: [MESSAGE],
        suppression: {
          reason: "bounced",
          provider: "resend",
          since: "2026-01-31T12:00:00.000Z",
        },
      }),
    },
    ...problemResponses(...bodyProblems),
  },
});

export const liftRoute = createRoute({
  operationId: "liftSuppression",
  method: "delete",
  path: "/ops/mail/suppressions",
  ...OPERATOR_CONTRACT,
  summary: "Let an address be written to again; it is noted who wanted it",
  request: {
    body: {
      required: true,
      content: jsonContent(liftSchema, { email: "ada@example.com", reason: "a support ticket" }),
    },
  },
  responses: {
    204: { description: "It may be written to." },
    ...problemResponses(...bodyProblems, "not_found"),
  },
});
