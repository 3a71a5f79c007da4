import { createRoute } from "@hono/zod-openapi";
import { ACCOUNT_EXAMPLE, accountSchema } from "../../http/account-schema.ts";
import { BEARER_LIMITS, BEARER_PROBLEMS, BEARER_SECURITY } from "../../http/caller.ts";
import { CONFIRMED_LIMITS, CONFIRMED_PROBLEMS } from "../../http/confirmed-caller.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { NEW_ADDRESS_LIMITS } from "../../http/new-address-limits.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import {
  emailChangeRequestSchema,
  emailChangeRequestedSchema,
  emailConfirmationSchema,
  undoSchema,
} from "./schemas.ts";

const tags = ["Account"];

export const requestRoute = createRoute({
  operationId: "requestEmailChange",
  method: "put",
  path: "/users/me/email",
  tags,
  summary: "Ask for another e-mail address",
  description:
    "Queues a mail with an 8-digit code to the new address; nothing changes until the code comes back. The answer is the same whether or not the address has an account, whose owner gets a mail that says so. A new request voids the older code.",
  security: BEARER_SECURITY,
  [RATE_LIMITS]: [...CONFIRMED_LIMITS, ...NEW_ADDRESS_LIMITS] as const,
  request: {
    body: {
      required: true,
      content: jsonContent(emailChangeRequestSchema, {
        email: "ada@new.example",
        current_password: "correct horse battery",
      }),
    },
  },
  responses: {
    202: {
      description: "The code is on its way.",
      content: jsonContent(emailChangeRequestedSchema, {
        state: "queued",
        resend_after: "2026-01-31T12:00:30.000Z",
      }),
    },
    ...problemResponses(...CONFIRMED_PROBLEMS, ...BODY_PROBLEMS, "resend_too_soon"),
  },
});

export const confirmRoute = createRoute({
  operationId: "confirmEmailChange",
  method: "post",
  path: "/users/me/email/confirm",
  tags,
  summary: "Move to the new address with the code of its mail",
  description:
    "Within ten minutes of the mail. All other sessions end, and the address that was left gets a link by which the change can be undone. The same code again has no other effect, and the same answer.",
  security: BEARER_SECURITY,
  [RATE_LIMITS]: BEARER_LIMITS,
  request: {
    body: { required: true, content: jsonContent(emailConfirmationSchema, { code: "04201337" }) },
  },
  responses: {
    200: {
      description: "The account as it is now.",
      content: jsonContent(accountSchema, { ...ACCOUNT_EXAMPLE, email: "ada@new.example" }),
    },
    ...problemResponses(
      ...BEARER_PROBLEMS,
      ...BODY_PROBLEMS,
      "code_incorrect",
      "code_expired",
      "code_exhausted",
      "email_taken",
    ),
  },
});

export const UNDO_LIMITS = ["undo.ip"] as const;

export const undoRoute = createRoute({
  operationId: "undoEmailChange",
  method: "post",
  path: "/email-changes/undo",
  tags,
  summary: "Put a former address back",
  description:
    "With the token of the link in the notice, once. All sessions end, and the links of later changes with them. The password is void: a reset makes a new one.",
  [RATE_LIMITS]: UNDO_LIMITS,
  request: {
    body: {
      required: true,
      content: jsonContent(undoSchema, { token: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE" }),
    },
  },
  responses: {
    204: { description: "The account has its former address." },
    ...problemResponses(
      ...BODY_PROBLEMS,
      "link_expired",
      "email_taken",
      "rate_limited",
      "unavailable",
    ),
  },
});
