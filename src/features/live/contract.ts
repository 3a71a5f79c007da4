import { createRoute, z } from "@hono/zod-openapi";
import { BEARER_LIMITS, BEARER_PROBLEMS, BEARER_SECURITY } from "../../http/caller.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { problemResponses } from "../../http/problem.ts";
import {
  MESSAGES_DESCRIPTION,
  STREAM_EXAMPLE,
  TICKET_EXAMPLE,
  eventsHeadersSchema,
  eventsQuerySchema,
  liveQuerySchema,
  ticketSchema,
} from "./schemas.ts";

const TAGS = ["Live"];
const OWN_PAGES =
  "Pages of the service need no token: the cookie of their session is enough for them, and is refused to pages of others.";

export const ticketRoute = createRoute({
  operationId: "createLiveTicket",
  tags: TAGS,
  method: "post",
  path: "/live/tickets",
  summary: "A ticket for one WebSocket, because its address is all that a page can give to one",
  description: `${OWN_PAGES} It has no body.`,
  security: BEARER_SECURITY,
  [RATE_LIMITS]: BEARER_LIMITS,
  responses: {
    201: { description: "The ticket.", content: jsonContent(ticketSchema, TICKET_EXAMPLE) },
    ...problemResponses(
      "signed_out",
      "cross_site",
      "payload_too_large",
      "unsupported_media_type",
      ...BEARER_PROBLEMS,
    ),
  },
});

export const liveRoute = createRoute({
  operationId: "openLive",
  tags: TAGS,
  method: "get",
  path: "/live",
  summary: "A WebSocket that tells of each newcomer (RFC 6455)",
  description: `The \`Origin\` must be the service's own, or one of CORS_ORIGINS. ${MESSAGES_DESCRIPTION}\n\nIt closes with 4401 when the session ended, or the token that its ticket was asked for with; 1001 when the service restarts; 1013 when too much waits to be read; 1009 after more than 4 KB at once. Come back with another ticket, and with \`after\`.`,
  [RATE_LIMITS]: ["live.ip"] as const,
  request: { query: liveQuerySchema },
  responses: {
    101: { description: "It is a WebSocket from here on." },
    ...problemResponses(
      "upgrade_required",
      "cross_site",
      "invalid_ticket",
      "invalid_request",
      "too_many_connections",
      "rate_limited",
      "unavailable",
    ),
  },
});

export const eventsRoute = createRoute({
  operationId: "openLiveEvents",
  tags: TAGS,
  method: "get",
  path: "/live/events",
  summary: "The same as server-sent events, for those who can use no WebSocket",
  description: `${OWN_PAGES} ${MESSAGES_DESCRIPTION}\n\nBefore it ends, \`bye\` says why: \`signed_out\`, \`restarting\` or \`slow\`.`,
  security: BEARER_SECURITY,
  [RATE_LIMITS]: ["live.ip", ...BEARER_LIMITS] as const,
  request: { query: eventsQuerySchema, headers: eventsHeadersSchema },
  responses: {
    200: {
      description: "What happens, while it happens.",
      content: { "text/event-stream": { schema: z.string(), example: STREAM_EXAMPLE } },
    },
    ...problemResponses(
      "signed_out",
      "cross_site",
      "invalid_request",
      "too_many_connections",
      ...BEARER_PROBLEMS,
    ),
  },
});
