import { createRoute } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import {
  dropSchema,
  droppedSchema,
  eventsSchema,
  listQuerySchema,
  redriveSchema,
  redrivenSchema,
  webhooksSchema,
} from "./schemas.ts";

const EVENT = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  type: "user.activated",
  state: "dead",
  attempts: 27,
  last_error: "answered 503",
  created_at: "2026-01-31T12:00:00.000Z",
  settled_at: "2026-02-03T12:00:01.000Z",
} as const;

const bodyProblems = [...BODY_PROBLEMS, ...OPERATOR_PROBLEMS] as const;

export const standingRoute = createRoute({
  operationId: "getWebhookStanding",
  method: "get",
  path: "/ops/webhooks",
  ...OPERATOR_CONTRACT,
  summary:
    "How many events wait for the product beside, how its endpoint stands, and what was given up",
  responses: {
    200: {
      description: "How events stand.",
      content: jsonContent(webhooksSchema, {
        queue: { length: 3, oldest_seconds: 12 },
        dead: 1,
        endpoint: {
          state: "open",
          retry_in_seconds: 4,
          problem: "answered 503",
          last_delivered_at: "2026-01-31T12:00:00.000Z",
        },
      }),
    },
    ...problemResponses(...OPERATOR_PROBLEMS),
  },
});

export const listRoute = createRoute({
  operationId: "listWebhookEvents",
  method: "get",
  path: "/ops/webhooks/events",
  ...OPERATOR_CONTRACT,
  summary: "Events of the last 30 days, newest first, without what they say",
  request: { query: listQuerySchema },
  responses: {
    200: {
      description: "The events; before=next goes on from here.",
      content: jsonContent(eventsSchema, { events: [EVENT], next: null }),
    },
    ...problemResponses("invalid_request", ...OPERATOR_PROBLEMS),
  },
});

export const redriveRoute = createRoute({
  operationId: "redriveWebhooks",
  method: "post",
  path: "/ops/webhooks/redrive",
  ...OPERATOR_CONTRACT,
  summary: "Send events again; it is noted who wanted it",
  description:
    "Under their old ids, by which a receiver knows a repeat. Dead ones, or with state=delivered those that the receiver lost. Age and attempts begin anew.",
  request: {
    body: {
      required: true,
      content: jsonContent(redriveSchema, { ids: [EVENT.id], reason: "the product is back" }),
    },
  },
  responses: {
    200: {
      description: "How many were queued.",
      content: jsonContent(redrivenSchema, { queued: 1, left: { other: 0, unknown: 0 }, more: 0 }),
    },
    ...problemResponses(...bodyProblems),
  },
});

export const dropRoute = createRoute({
  operationId: "dropWebhooks",
  method: "post",
  path: "/ops/webhooks/drop",
  ...OPERATOR_CONTRACT,
  summary: "Give events up; it is noted who wanted it",
  description: "Dead ones, or with state=queued those that wait.",
  request: {
    body: {
      required: true,
      content: jsonContent(dropSchema, {
        all_since: "2026-01-31T12:00:00.000Z",
        state: "queued",
        type: "limit.tripped",
        reason: "they are of no use any more",
      }),
    },
  },
  responses: {
    200: {
      description: "How many were dropped.",
      content: jsonContent(droppedSchema, { dropped: 4, left: { other: 0, unknown: 0 }, more: 0 }),
    },
    ...problemResponses(...bodyProblems),
  },
});
