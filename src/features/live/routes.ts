import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { bearerCaller } from "../../http/caller.ts";
import { readCookie } from "../../http/cookies.ts";
import type { Context } from "../../http/environment.ts";
import { RATE_LIMITS, requestAddress, spendLimits } from "../../http/limit.ts";
import { isFromOtherSite } from "../../http/other-sites.ts";
import { isFromOwnPage, ownOrigins } from "../../http/own-origin.ts";
import { pageCaller } from "../../http/page-caller.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { UPGRADE_FIELDS, isHandshake } from "../../http/web-socket.ts";
import { networkOf } from "../../limits/client-address.ts";
import type { Connection, Transport } from "../../live/connection.ts";
import { attempt } from "../../postgres/pool.ts";
import { findLiveSession } from "../../postgres/sessions.ts";
import type { TicketHolder } from "../../redis/live-tickets.ts";
import type { Resources } from "../../resources.ts";
import { eventsRoute, liveRoute, ticketRoute } from "./contract.ts";
import { openEventStream } from "./event-stream.ts";

/** When a network, or an account, may have closed a page. */
const PLACE_RETRY_SECONDS = 30;
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Proxies that gather answers would keep it (nginx).
  "X-Accel-Buffering": "no",
};

/** What is told of newcomers while a page is open; who may listen is found out before. */
export function liveRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config, live, metrics, pool } = resources;
  const pageOrigins = ownOrigins(config);
  const origins = new Set([...pageOrigins, ...config.CORS_ORIGINS]);
  const isOwnRead = (c: Context): boolean =>
    !isFromOtherSite(c) &&
    pageOrigins.has(c.req.header("origin") ?? new URL(config.PUBLIC_URL).origin);

  router.use("/live/*", async function countRefusals(c, next) {
    await next();
    const code = c.get("failureCode");
    // Below it stands nothing else: what is not there, or not so, is no refusal.
    const isMissing = code === "not_found" || code === "method_not_allowed";
    if (code !== undefined && !isMissing) metrics.liveRefusals.inc({ code });
  });

  async function takePlace(
    c: Context,
    transport: Transport,
    { holder, after }: { holder: TicketHolder; after: string | undefined },
  ): Promise<Outcome<Connection, "too_many_connections" | "unavailable">> {
    if (live.hub.isStopping() || !live.isReady())
      return refuse("unavailable", { retryAfterSeconds: 2 });
    const network = networkOf(requestAddress(c, config.TRUSTED_PROXIES));
    const place = await live.hub.admit({ ...holder, transport, network, after: after ?? null });
    if (place) return accept(place);
    return refuse("too_many_connections", { retryAfterSeconds: PLACE_RETRY_SECONDS });
  }

  router.openapi(ticketRoute, async (c) => {
    const caller = await anyHolder(c, resources, (asked) => isFromOwnPage(asked, pageOrigins));
    if (!caller.ok) return problem(c, caller.failure);
    const ticket = await live.tickets.issue(caller.value);
    return c.json({ ticket, expires_in: live.tickets.lifeSeconds }, 201);
  });

  router.openapi(liveRoute, async (c) => {
    const { ticket = "", after } = c.req.valid("query");
    if (!isHandshake(c)) return problem(c, { code: "upgrade_required" }, UPGRADE_FIELDS);
    if (!origins.has(c.req.header("origin") ?? "")) return problem(c, { code: "cross_site" });
    const nobody = { emailNormalised: null };
    const spent = await spendLimits(c, resources, liveRoute[RATE_LIMITS], nobody);
    if (!spent.ok) return problem(c, spent.failure);
    const holder = await live.tickets.redeem(ticket);
    // It may have ended since.
    if (!holder || !(await attempt(() => findLiveSession(pool, holder))))
      return problem(c, { code: "invalid_ticket" });
    const place = await takePlace(c, "websocket", { holder, after });
    if (!place.ok) return problem(c, place.failure);
    if (c.env.upgrade?.(place.value) !== true) {
      live.hub.giveBack(place.value);
      return problem(c, { code: "upgrade_required" }, UPGRADE_FIELDS);
    }
    c.set("isUpgraded", true);
    return c.body(null);
  });

  router.openapi(eventsRoute, async (c) => {
    const { after: asked } = c.req.valid("query");
    const { "last-event-id": last } = c.req.valid("header");
    const nobody = { emailNormalised: null };
    const spent = await spendLimits(c, resources, ["live.ip"], nobody);
    if (!spent.ok) return problem(c, spent.failure);
    const holder = await anyHolder(c, resources, isOwnRead);
    if (!holder.ok) return problem(c, holder.failure);
    // Nobody reads what HEAD answers.
    if (c.req.method === "HEAD") return c.body(null, 200, STREAM_HEADERS);
    const place = await takePlace(c, "sse", { holder: holder.value, after: last ?? asked });
    if (!place.ok) return problem(c, place.failure);
    return c.body(openEventStream(live.hub, place.value, c.env.line), 200, STREAM_HEADERS);
  });

  return router;
}

/** Who asks: by an access token, or by the cookie of a page of ours. */
async function anyHolder(
  c: Context,
  resources: Resources,
  isOwnPage: (c: Context) => boolean,
): Promise<Outcome<TicketHolder, "invalid_token" | "signed_out" | "cross_site" | "rate_limited">> {
  const isByCookie =
    c.req.header("authorization") === undefined &&
    readCookie(c, resources.config, "session") !== undefined;
  if (isByCookie && !isOwnPage(c)) return refuse("cross_site");
  const caller = await (isByCookie ? pageCaller(c, resources) : bearerCaller(c, resources));
  if (!caller.ok) return caller;
  const { account, sessionId } = caller.value;
  // A cookie is good for as long as its session.
  const expiresAtMs = "expiresAtMs" in caller.value ? caller.value.expiresAtMs : null;
  return accept({ accountId: account.id, sessionId, expiresAtMs });
}
