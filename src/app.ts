import { accountRoutes } from "./features/account/routes.ts";
import { adminRoutes } from "./features/admin/routes.ts";
import { auditRoutes } from "./features/audit/routes.ts";
import { deletionRoutes } from "./features/deletion/routes.ts";
import { discoveryRoutes } from "./features/discovery/routes.ts";
import { docsRoutes } from "./features/docs/routes.ts";
import { emailChangeRoutes } from "./features/email-change/routes.ts";
import { healthRoutes } from "./features/health/routes.ts";
import { journalRoutes } from "./features/journal/routes.ts";
import { limitBucketRoutes } from "./features/limit-buckets/routes.ts";
import { limitRoutes } from "./features/limits/routes.ts";
import { feedbackPaths, mailFeedbackRoutes } from "./features/mail-feedback/routes.ts";
import { liveRoutes } from "./features/live/routes.ts";
import { metricsRoutes } from "./features/metrics/routes.ts";
import { FORM_PATHS } from "./features/oauth/contract.ts";
import { oauthRoutes } from "./features/oauth/routes.ts";
import { opsEventRoutes } from "./features/ops-events/routes.ts";
import { opsMailRoutes } from "./features/ops-mail/routes.ts";
import { opsWebhookRoutes } from "./features/ops-webhooks/routes.ts";
import { opsPageRoutes } from "./features/ops-page/routes.ts";
import { otpRoutes } from "./features/otp/routes.ts";
import { passwordChangeRoutes } from "./features/password-change/routes.ts";
import { profileRoutes } from "./features/profile/routes.ts";
import { passwordResetRoutes } from "./features/password-reset/routes.ts";
import { proofRoutes } from "./features/proofs/routes.ts";
import { registrationRoutes } from "./features/registration/routes.ts";
import { safetyRoutes } from "./features/safety/routes.ts";
import { sessionRoutes } from "./features/sessions/routes.ts";
import { trafficRoutes } from "./features/traffic/routes.ts";
import { ADMIN_ROUTES, requireAdmin } from "./http/admin.ts";
import { allowOrigins } from "./http/cors.ts";
import { finishAnswers } from "./http/answer.ts";
import { failureOf } from "./http/faults.ts";
import { guardRequests } from "./http/guards.ts";
import { type RouteLimits, limitsByRoute } from "./http/limit-routes.ts";
import { answerWrongMethod } from "./http/methods.ts";
import { OPERATOR_ROUTES, requireOperator } from "./http/operator.ts";
import { type Refuse, problem } from "./http/problem.ts";
import { logRequests } from "./http/request-log.ts";
import { type Router, createRouter } from "./http/router.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { traceRequests } from "./http/trace-requests.ts";
import { pageRoutes } from "./pages/routes.ts";
import type { Resources } from "./resources.ts";
import { tracing } from "./tracing/tracing.ts";

export type AppResources = Resources & {
  /** Aborted when the process begins to shut down. */
  draining: AbortSignal;
};

export type Apps = {
  /** What the world may see. */
  app: Router;
  /** What only operators and administrators see, when it has a port of its own. */
  opsApp: Router | null;
};

/** The whole HTTP surface: what every request passes, in order, and the features behind it. */
export function createApps(resources: AppResources): Apps {
  const { OPS_PASSWORD, OPS_PORT } = resources.config;
  const pages = pageRoutes(resources);
  const formPaths = new Set([...FORM_PATHS, ...pages.formPaths]);
  const app = createSurface(resources, pages.refuse, feedbackPaths(resources), formPaths);
  app.route("/", registrationRoutes(resources));
  app.route("/", sessionRoutes(resources));
  app.route("/", oauthRoutes(resources));
  app.route("/", discoveryRoutes(resources));
  app.route("/", otpRoutes(resources));
  app.route("/", proofRoutes(resources));
  app.route("/", passwordResetRoutes(resources));
  app.route("/", pages.router);
  app.route("/", accountRoutes(resources));
  app.route("/", profileRoutes(resources));
  app.route("/", passwordChangeRoutes(resources));
  app.route("/", emailChangeRoutes(resources));
  app.route("/", deletionRoutes(resources));
  app.route("/", liveRoutes(resources));
  app.route("/", mailFeedbackRoutes(resources));
  app.route("/", healthRoutes(resources));

  const hasOps = OPS_PASSWORD !== undefined;
  const opsApp = hasOps && OPS_PORT !== undefined ? createSurface(resources, problem) : null;
  if (opsApp) opsApp.route("/", healthRoutes(resources));
  // On a port of their own, metrics are open to the scraper that can reach it.
  else if (hasOps) app.use("/metrics", requireOperator(resources));
  if (hasOps) mountOperations(opsApp ?? app, resources, limitsByRoute(app, pages.limits));
  mountAdministration(opsApp ?? app, resources);

  app.route("/", docsRoutes(app));
  answerWrongMethod(app, pages.refuse);
  if (opsApp) answerWrongMethod(opsApp, problem);
  return { app, opsApp };
}

function mountAdministration(target: Router, resources: Resources): void {
  target.use(ADMIN_ROUTES, requireAdmin(resources));
  target.route("/", adminRoutes(resources));
  target.route("/", auditRoutes(resources));
}

/** Puts the operators' routes on an app; the limits that they tell of may stand on the routes of another one. */
function mountOperations(target: Router, resources: AppResources, limits: RouteLimits): void {
  target.use(OPERATOR_ROUTES, requireOperator(resources));
  // Before the limits, whose names are a parameter at the same place.
  target.route("/", limitBucketRoutes(resources, limits));
  target.route("/", limitRoutes(resources, limits));
  target.route("/", opsEventRoutes(resources));
  target.route("/", opsMailRoutes(resources));
  target.route("/", opsWebhookRoutes(resources));
  target.route("/", safetyRoutes(resources));
  target.route("/", trafficRoutes(resources));
  target.route("/", journalRoutes(resources));
  target.route("/", metricsRoutes(resources));
  target.route("/", opsPageRoutes());
}

/**
 * Where providers post, bodies are of any type, and larger: their signatures are what is checked. Where forms are posted,
 * the routes check the type.
 */
function createSurface(
  { config, log, metrics, draining }: AppResources,
  refuse: Refuse,
  providerPaths: ReadonlySet<string> = new Set(),
  formPaths: ReadonlySet<string> = new Set(),
): Router {
  const surface = createRouter();
  const publicUrl = config.PUBLIC_URL.replace(/\/+$/, "");

  const tracer = tracing();
  if (tracer) surface.use(traceRequests(tracer, publicUrl));
  surface.use(finishAnswers({ publicUrl, draining, fields: securityHeaders(publicUrl) }));
  surface.use(logRequests({ log, metrics }, config.TRUSTED_PROXIES));
  if (config.CORS_ORIGINS.length > 0) surface.use(allowOrigins(config.CORS_ORIGINS));
  surface.use(guardRequests({ anyBody: providerPaths, anyType: formPaths }));

  surface.notFound((c) => refuse(c, { code: "not_found" }));
  surface.onError((error, c) => problem(c, failureOf(error, c, log)));
  return surface;
}
