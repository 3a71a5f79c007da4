import { createRoute } from "@hono/zod-openapi";
import { basicCaller } from "../../http/caller.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { jsonContent } from "../../http/json-content.ts";
import { preferredLocale } from "../../http/locale.ts";
import { WRONG_PASSWORDS } from "../../http/wrong-passwords.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { sendWithinLimits } from "../../http/send-limits.ts";
import type { Resources } from "../../resources.ts";
import { activate } from "./activate.ts";
import { GUESS_LIMITS, REGISTER_LIMITS, RESEND_LIMITS, RESEND_SENDS } from "./contract.ts";
import { register } from "./register.ts";
import { requestCode } from "./request-code.ts";
import {
  activatedSchema,
  activationSchema,
  codeRequestedSchema,
  idempotencyHeadersSchema,
  registeredSchema,
  registrationSchema,
} from "./schemas.ts";

const security = [{ basic: [] }];
const RESEND_CALLER_LIMITS = [...RESEND_LIMITS, WRONG_PASSWORDS] as const;

export function registrationRoutes(resources: Resources): Router {
  const router = createRouter();

  const registerRoute = createRoute({
    operationId: "registerUser",
    method: "post",
    path: "/users",
    tags: ["Registration"],
    summary: "Register with e-mail and password",
    description:
      "Queues a mail with a 4-digit code. The answer is the same whether the address is new, pending or active; an active owner gets a mail that says so. Registering a pending address again replaces its password and voids its older code.",
    [RATE_LIMITS]: REGISTER_LIMITS,
    request: {
      headers: idempotencyHeadersSchema,
      body: {
        required: true,
        content: jsonContent(registrationSchema(resources.config.PASSWORD_MIN), {
          email: "ada@example.com",
          password: "correct horse battery",
        }),
      },
    },
    responses: {
      202: {
        description: "The code is on its way.",
        content: jsonContent(registeredSchema, {
          id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
          status: "pending",
        }),
      },
      ...problemResponses(
        "invalid_request",
        "password_refused",
        "idempotency_conflict",
        "idempotency_in_flight",
        "payload_too_large",
        "unsupported_media_type",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  router.openapi(registerRoute, async (c) => {
    const { email, password } = c.req.valid("json");
    const idempotencyKey = c.req.valid("header")["idempotency-key"];
    const within = {
      policies: registerRoute[RATE_LIMITS],
      subject: { emailNormalised: email.normalised },
      isRepeatable: idempotencyKey !== undefined,
    };
    const outcome = await sendWithinLimits(c, resources, within, () =>
      register(resources, {
        email,
        password,
        locale: preferredLocale(c, resources.config.EMAIL_LOCALE),
        origin: originOf(c, resources.config),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
    return outcome.ok ? c.json(outcome.value.registered, 202) : problem(c, outcome.failure);
  });

  const activateRoute = createRoute({
    operationId: "activateUser",
    method: "post",
    path: "/auth/activate",
    tags: ["Registration"],
    summary: "Activate the account with the code of its mail",
    description:
      "HTTP Basic with the e-mail and password of the registration, within a minute of the mail. A wrong code costs one of five attempts; a wrong password costs none.",
    security,
    [RATE_LIMITS]: [...GUESS_LIMITS, WRONG_PASSWORDS] as const,
    request: { body: { required: true, content: jsonContent(activationSchema, { code: "0420" }) } },
    responses: {
      200: {
        description: "The account is active.",
        content: jsonContent(activatedSchema, { status: "active" }),
      },
      ...problemResponses(
        "code_incorrect",
        "invalid_credentials",
        "account_disabled",
        "already_active",
        "code_expired",
        ...BODY_PROBLEMS,
        "code_exhausted",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  router.openapi(activateRoute, async (c) => {
    const { code } = c.req.valid("json");
    const caller = await basicCaller(c, resources, activateRoute[RATE_LIMITS]);
    if (!caller.ok) return problem(c, caller.failure);
    const activated = await activate(resources, {
      account: caller.value,
      code,
      origin: originOf(c, resources.config),
    });
    return activated.ok ? c.json(activated.value, 200) : problem(c, activated.failure);
  });

  const requestCodeRoute = createRoute({
    operationId: "requestActivationCode",
    method: "post",
    path: "/auth/activation-codes",
    tags: ["Registration"],
    summary: "Ask for a fresh code with a fresh minute",
    description: "The older code is void as soon as the new one is sent. It has no body.",
    security,
    [RATE_LIMITS]: [...RESEND_CALLER_LIMITS, ...RESEND_SENDS] as const,
    responses: {
      202: {
        description: "The code is on its way.",
        content: jsonContent(codeRequestedSchema, {
          state: "queued",
          resend_after: "2026-01-31T12:00:30.000Z",
        }),
      },
      ...problemResponses(
        "invalid_credentials",
        "account_disabled",
        "already_active",
        "payload_too_large",
        "unsupported_media_type",
        "resend_too_soon",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  router.openapi(requestCodeRoute, async (c) => {
    const caller = await basicCaller(c, resources, RESEND_CALLER_LIMITS);
    if (!caller.ok) return problem(c, caller.failure);
    const { emailNormalised, id: accountId, locale } = caller.value;
    const requested = await requestCode(
      resources,
      { account: caller.value, locale: preferredLocale(c, locale) },
      // A stranger without the password must not spend the owner's sends.
      () => spendLimits(c, resources, RESEND_SENDS, { emailNormalised, accountId }),
    );
    return requested.ok ? c.json(requested.value, 202) : problem(c, requested.failure);
  });

  return router;
}
