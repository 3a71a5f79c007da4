import { createRoute, z } from "@hono/zod-openapi";
import { LOCALES } from "../../domain/locale.ts";
import { BEARER_LIMITS, anyCaller } from "../../http/caller.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { jsonContent } from "../../http/json-content.ts";
import { WRONG_PASSWORDS } from "../../http/wrong-passwords.ts";
import { problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { ACCOUNT_STATUSES } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { CODE_STATES, describeAccount } from "./describe-account.ts";

const timestamp = z.iso.datetime().openapi({ example: "2026-01-31T12:00:00.000Z" });

const codeSchema = z
  .object({
    state: z.enum(CODE_STATES).meta({
      description:
        "unsent: no provider took it in time, ask for a new one. undeliverable: mail to the address is refused or comes back.",
    }),
    expires_at: timestamp.nullable().meta({ description: "Null unless a code can be typed now." }),
    attempts_left: z.int().openapi({ example: 5 }),
    resend_after: timestamp.meta({ description: "The next code can be asked for then." }),
  })
  .openapi("CodeStanding");

const accountSchema = z
  .object({
    id: z.uuid(),
    email: z.email().openapi({ example: "ada@example.com" }),
    status: z.enum(ACCOUNT_STATUSES),
    locale: z.enum(LOCALES).meta({ description: "The language of its mails." }),
    created_at: timestamp,
    activated_at: timestamp.nullable(),
    email_state: z.enum(["ok", "undeliverable"]).meta({
      description: "undeliverable: mail to the address is refused or comes back.",
    }),
    code: codeSchema.optional().meta({ description: "While pending: how the newest code stands." }),
  })
  .openapi("Account");

const EXAMPLE: z.input<typeof accountSchema> = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "ada@example.com",
  status: "pending",
  locale: "en",
  created_at: "2026-01-31T12:00:00.000Z",
  activated_at: null,
  email_state: "ok",
  code: {
    state: "sent",
    expires_at: "2026-01-31T12:01:01.000Z",
    attempts_left: 5,
    resend_after: "2026-01-31T12:00:30.000Z",
  },
};

const BASIC_LIMITS = ["sign-in.ip", "sign-in.address", WRONG_PASSWORDS] as const;

export function accountRoutes(resources: Resources): Router {
  const router = createRouter();
  const route = createRoute({
    operationId: "getOwnUser",
    method: "get",
    path: "/users/me",
    tags: ["Account"],
    summary: "The caller's account, and how its code stands",
    security: [{ basic: [] }, { bearer: [] }],
    [RATE_LIMITS]: [...BASIC_LIMITS, ...BEARER_LIMITS] as const,
    responses: {
      200: {
        description: "The account.",
        content: jsonContent(accountSchema, EXAMPLE),
      },
      ...problemResponses(
        "invalid_credentials",
        "invalid_token",
        "account_disabled",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  router.openapi(route, async (c) => {
    const caller = await anyCaller(c, resources, BASIC_LIMITS);
    if (!caller.ok) return problem(c, caller.failure);
    return c.json(await describeAccount(resources, caller.value), 200);
  });
  return router;
}
