import { deviceNameOf } from "../../http/device-name.ts";
import type { Failure, FailureCode } from "../../domain/failure.ts";
import { type BearerCaller, bearerCaller } from "../../http/caller.ts";
import type { Context } from "../../http/environment.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { BEARER_CHALLENGE, problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { describeSession } from "../../http/session-schemas.ts";
import { signInCaller } from "../../http/sign-in.ts";
import { attempt } from "../../postgres/pool.ts";
import { type SessionChoice, listLiveSessions } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";
import { openSession } from "../../sessions/open-session.ts";
import { refreshSession } from "../../sessions/refresh-session.ts";
import {
  endCurrentRoute,
  endOneRoute,
  endOthersRoute,
  listRoute,
  refreshRoute,
  signInRoute,
} from "./contract.ts";
import { endOwnSessions } from "./end-own-sessions.ts";
import { describeDevice } from "./schemas.ts";

/** What a route with a JSON body refuses must not make a browser ask for a password of its own. */
const refuseSignIn = <Code extends FailureCode>(
  c: Context,
  failure: Failure<Code>,
): ReturnType<typeof problem<Code>> =>
  problem(
    c,
    failure,
    failure.code === "invalid_credentials" ? { "WWW-Authenticate": BEARER_CHALLENGE } : {},
  );

/** Sign-in, renewal, and the devices that one is signed in on. */
export function sessionRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config, pool, accessTokens } = resources;
  const end = (c: Context, caller: BearerCaller, choice: SessionChoice): Promise<string[]> =>
    endOwnSessions(resources, { ...caller, choice, origin: originOf(c, config) });

  router.openapi(signInRoute, async (c) => {
    const { device, device_token: deviceToken, ...credentials } = c.req.valid("json");
    const caller = await signInCaller(c, resources, { ...credentials, deviceToken });
    if (!caller.ok) return refuseSignIn(c, caller.failure);
    const { account } = caller.value;
    const origin = originOf(c, config);
    const opened = await openSession(resources, {
      account,
      device: device ?? deviceNameOf(c.req.header("user-agent")),
      clientId: null,
      origin,
    });
    if (!opened.ok) return refuseSignIn(c, opened.failure);
    const session = describeSession(opened.value, accessTokens);
    return c.json({ ...session, device_token: caller.value.deviceToken }, 201);
  });

  router.openapi(refreshRoute, async (c) => {
    const { refresh_token: refreshToken } = c.req.valid("json");
    const nobody = { emailNormalised: null };
    const spent = await spendLimits(c, resources, refreshRoute[RATE_LIMITS], nobody);
    if (!spent.ok) return problem(c, spent.failure);
    const origin = originOf(c, config);
    const renewed = await refreshSession(resources, { refreshToken, clientId: null, origin });
    if (!renewed.ok) return problem(c, renewed.failure);
    return c.json(describeSession(renewed.value, accessTokens), 200);
  });

  router.openapi(listRoute, async (c) => {
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    const { account, sessionId } = caller.value;
    const sessions = await attempt(() => listLiveSessions(pool, account.rowId));
    return c.json({ sessions: sessions.map((each) => describeDevice(each, sessionId)) }, 200);
  });

  router.openapi(endCurrentRoute, async (c) => {
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    await end(c, caller.value, { only: caller.value.sessionId });
    return c.body(null, 204);
  });

  router.openapi(endOneRoute, async (c) => {
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    const { id } = c.req.valid("param");
    const ended = await end(c, caller.value, { only: id });
    return ended.length === 0 ? problem(c, { code: "not_found" }) : c.body(null, 204);
  });

  router.openapi(endOthersRoute, async (c) => {
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    await end(c, caller.value, { keep: caller.value.sessionId });
    return c.body(null, 204);
  });

  return router;
}
