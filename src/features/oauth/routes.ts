import type { TypedResponse } from "hono";
import { parseEmailAddress } from "../../domain/email-address.ts";
import { UnavailableError, accept } from "../../domain/failure.ts";
import {
  OAUTH_ERRORS,
  type OAuthError,
  type OAuthOutcome,
  refuseOAuth,
} from "../../domain/oauth-error.ts";
import { normalisePassword } from "../../domain/password.ts";
import { createClientAuth } from "../../http/client-auth.ts";
import { deviceNameOf } from "../../http/device-name.ts";
import type { Context } from "../../http/environment.ts";
import { type Form, readOAuthForm } from "../../http/form.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { BASIC_CHALLENGE } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { signInCaller } from "../../http/sign-in.ts";
import type { PolicyName } from "../../limits/policies.ts";
import type { Resources } from "../../resources.ts";
import { type SessionTokens, openSession } from "../../sessions/open-session.ts";
import { refreshSession } from "../../sessions/refresh-session.ts";
import { introspectRoute, revokeRoute, tokenRoute } from "./contract.ts";
import { inspectToken } from "./inspect-token.ts";
import { revokeToken } from "./revoke-token.ts";
import { describeError, describeInspected, describeToken } from "./schemas.ts";

/** Answers in the form of RFC 6749 §5.2; its status and fields follow from the code. */
function refuse(
  c: Context,
  error: OAuthError,
): Response & TypedResponse<ReturnType<typeof describeError>, 400 | 401 | 429 | 503, "json"> {
  c.set("failureCode", error.code);
  if (error.code === "invalid_client") c.header("WWW-Authenticate", BASIC_CHALLENGE);
  if (error.retryAfterSeconds !== undefined)
    c.header("Retry-After", String(error.retryAfterSeconds));
  return c.json(describeError(error), OAUTH_ERRORS[error.code].status);
}

type Asked = { form: Form; clientId: string | null };

/** What OAuth clients ask: RFC 6749, 7009 and 7662. */
export function oauthRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config, accessTokens } = resources;
  const authenticate = createClientAuth(config.OAUTH_CLIENTS ?? []);

  /** What each of the routes begins with. Secrets are tried only within the limits. */
  async function readAsked(
    c: Context,
    policy: PolicyName,
    required: string,
  ): Promise<OAuthOutcome<Asked>> {
    const form = await readOAuthForm(c);
    if (!form.ok) return form;
    const spent = await spendLimits(c, resources, [policy], { emailNormalised: null });
    if (!spent.ok) return { ok: false, error: spent.failure };
    const client = authenticate(c.req.header("authorization"), form.value);
    if (!client.ok) return client;
    if (!form.value.has(required))
      return refuseOAuth("invalid_request", { detail: `${required} is missing` });
    return accept({ form: form.value, clientId: client.value });
  }

  async function grant(c: Context, asked: Asked): Promise<OAuthOutcome<SessionTokens>> {
    const { form } = asked;
    if (form.has("scope")) return refuseOAuth("invalid_scope");
    const type = form.get("grant_type");
    if (type === "refresh_token") return renew(c, asked);
    if (type === "password" && config.OAUTH_PASSWORD_GRANT === "on") return signIn(c, asked);
    return refuseOAuth("unsupported_grant_type");
  }

  async function renew(
    c: Context,
    { form, clientId }: Asked,
  ): Promise<OAuthOutcome<SessionTokens>> {
    const refreshToken = form.get("refresh_token");
    if (refreshToken === undefined)
      return refuseOAuth("invalid_request", { detail: "refresh_token is missing" });
    const origin = originOf(c, config);
    const renewed = await refreshSession(resources, { refreshToken, clientId, origin });
    return renewed.ok ? renewed : refuseOAuth("invalid_grant");
  }

  // Whatever the reason, the answer is the same: unlike POST /sessions it has no way to say how to go on.
  async function signIn(
    c: Context,
    { form, clientId }: Asked,
  ): Promise<OAuthOutcome<SessionTokens>> {
    const [username, password] = [form.get("username"), form.get("password")];
    if (username === undefined || password === undefined)
      return refuseOAuth("invalid_request", { detail: "username and password are required" });
    const email = parseEmailAddress(username);
    if (!email) return refuseOAuth("invalid_grant");
    const caller = await signInCaller(c, resources, {
      email,
      password: normalisePassword(password),
      deviceToken: undefined,
    });
    if (!caller.ok)
      return caller.failure.code === "rate_limited"
        ? { ok: false, error: { ...caller.failure, code: "rate_limited" } }
        : refuseOAuth("invalid_grant");
    const opened = await openSession(resources, {
      account: caller.value.account,
      device: clientId ?? deviceNameOf(c.req.header("user-agent")),
      clientId,
      origin: originOf(c, config),
    });
    return opened.ok ? opened : refuseOAuth("invalid_grant");
  }

  router.openapi(tokenRoute, async (c) => {
    const asked = await readAsked(c, tokenRoute[RATE_LIMITS][0], "grant_type");
    if (!asked.ok) return refuse(c, asked.error);
    const granted = await grant(c, asked.value);
    if (!granted.ok) return refuse(c, granted.error);
    // RFC 6749 §5.1; Cache-Control is on every answer.
    c.header("Pragma", "no-cache");
    return c.json(describeToken(granted.value, accessTokens), 200);
  });

  router.openapi(revokeRoute, async (c) => {
    const asked = await readAsked(c, revokeRoute[RATE_LIMITS][0], "token");
    if (!asked.ok) return refuse(c, asked.error);
    const { form, clientId } = asked.value;
    const origin = originOf(c, config);
    const token = form.get("token") ?? "";
    const outcome = await revokeToken(resources, { token, clientId, origin });
    return outcome === "done" ? c.body(null, 200) : refuse(c, { code: "invalid_grant" });
  });

  router.openapi(introspectRoute, async (c) => {
    const asked = await readAsked(c, introspectRoute[RATE_LIMITS][0], "token");
    if (!asked.ok) return refuse(c, asked.error);
    const { form, clientId } = asked.value;
    if (clientId === null) return refuse(c, { code: "invalid_client" });
    const token = await inspectToken(resources, { token: form.get("token") ?? "", clientId });
    return c.json(describeInspected(token, config), 200);
  });

  router.onError((error, c) => {
    if (!(error instanceof UnavailableError)) throw error;
    const { code, retryAfterSeconds = 1 } = error.failure;
    if (code === "unavailable")
      resources.log.warn({ err: error, request_id: c.get("requestId") }, "a store is away");
    return refuse(c, { code: "unavailable", retryAfterSeconds });
  });
  return router;
}
