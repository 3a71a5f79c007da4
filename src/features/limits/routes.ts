import type { z } from "@hono/zod-openapi";
import { type RouteLimits, routesByLimit } from "../../http/limit-routes.ts";
import { problem } from "../../http/problem.ts";
import { describeReplay } from "../../http/replay-schema.ts";
import { type Router, createRouter } from "../../http/router.ts";
import {
  POLICIES,
  POLICY_NAMES,
  type PolicyName,
  type PolicySettings,
  isPolicyName,
} from "../../limits/policies.ts";
import { listLimitChanges } from "../../postgres/limit-changes.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";
import { replayJournal } from "../../journal-replay.ts";
import { changeLimit, previewChange } from "./change-limit.ts";
import { deleteRoute, getRoute, historyRoute, listRoute, putRoute } from "./contract.ts";
import { describeLimit } from "./describe-limit.ts";
import { describeSettings, type limitSchema, toSettings } from "./schemas.ts";

/** The limits on routes, for operators to see and change. */
export function limitRoutes(resources: Resources, limits: RouteLimits): Router {
  const router = createRouter();
  const { policies, pool } = resources;
  const routesOf = routesByLimit(limits);
  const describe = (name: PolicyName): z.output<typeof limitSchema> => {
    const { policy, default: initial, ...limit } = describeLimit(policies, routesOf, name);
    return {
      ...limit,
      settings: describeSettings(policy),
      default: describeSettings(initial),
      counts_by: policy.by,
    };
  };
  const etag = (name: PolicyName): string => `"${policies.versionOf(name)}"`;

  router.openapi(listRoute, (c) => c.json({ limits: POLICY_NAMES.map(describe) }, 200));

  router.openapi(getRoute, (c) => {
    const { name } = c.req.valid("param");
    return c.json(describe(name), 200, { ETag: etag(name) });
  });

  router.openapi(putRoute, async (c) => {
    const { name } = c.req.valid("param");
    const change = c.req.valid("json");
    const settings = toSettings(name, change);
    if (c.req.valid("query").dry_run === "true") {
      const previewed = previewChange(resources.config, policies.current(), { name, settings });
      if (!previewed.ok) return problem(c, previewed.failure);
      const replay = await replayJournal(resources, new Map([[name, settings]]));
      if (!replay.ok) return problem(c, replay.failure);
      return c.json({ dry_run: true as const, replay: describeReplay(replay.value) }, 200);
    }
    const ifMatch = c.req.valid("header")["if-match"];
    if (ifMatch === undefined) return problem(c, { code: "precondition_required" });
    const changed = await changeLimit(resources, {
      name,
      settings,
      ifVersion: readETag(ifMatch),
      operator: c.get("operator"),
      reason: change.reason,
    });
    if (!changed.ok) return problem(c, changed.failure);
    return c.json(describe(name), 200, { ETag: etag(name) });
  });

  router.openapi(deleteRoute, async (c) => {
    const { name } = c.req.valid("param");
    const ifMatch = c.req.valid("header")["if-match"];
    if (ifMatch === undefined) return problem(c, { code: "precondition_required" });
    const changed = await changeLimit(resources, {
      name,
      settings: null,
      ifVersion: readETag(ifMatch),
      operator: c.get("operator"),
      reason: c.req.valid("json").reason,
    });
    if (!changed.ok) return problem(c, changed.failure);
    return c.json(describe(name), 200, { ETag: etag(name) });
  });

  router.openapi(historyRoute, async (c) => {
    const { limit } = c.req.valid("query");
    const rows = await attempt(() => listLimitChanges<PolicySettings>(pool, limit));
    const changes = rows.flatMap(({ policy, version, ...row }) =>
      // Another version of the service may have had more limits, or other ones.
      isPolicyName(policy)
        ? {
            version,
            limit: policy,
            settings: row.settings && describeSettings(row.settings),
            previous: describeSettings(row.previousSettings ?? POLICIES[policy]),
            by: row.changedBy,
            reason: row.reason,
            at: row.changedAt.toISOString(),
          }
        : [],
    );
    return c.json({ changes }, 200);
  });
  return router;
}

// RFC 9110 §13.1.1: If-Match compares strongly, so a weak tag, or none of ours, matches nothing; an asterisk matches all.
function readETag(text: string): number | "any" | null {
  if (text.trim() === "*") return "any";
  const [, version] = /^"(\d{1,15})"$/.exec(text.trim()) ?? [];
  return version === undefined ? null : Number(version);
}
