import type { Config } from "./config.ts";
import type { Events } from "./events.ts";
import { type Keys, pseudonym } from "./keys.ts";
import { type Decisions, createDecisions } from "./limits/decisions.ts";
import { type Journal, createJournal } from "./limits/journal.ts";
import { type Limiter, createLimiter } from "./limits/limiter.ts";
import { type LimitChange, type LivePolicies, openLivePolicies } from "./limits/live-policies.ts";
import type { PolicySettings } from "./limits/policies.ts";
import { type Traffic, createTraffic } from "./limits/traffic.ts";
import { createLimitTrips } from "./limits/trips.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { findNewestLimitChanges } from "./postgres/limit-changes.ts";
import { type Pool, attempt } from "./postgres/pool.ts";
import { type Announcements, openAnnouncements } from "./redis/announcements.ts";
import type { Redis } from "./redis/connection.ts";

/** Everything about rate limits that is held open. */
export type RateLimits = {
  /** Names this service's own keys in a Redis that others may use as well. */
  serviceName: string;
  policies: LivePolicies;
  limiter: Limiter;
  decisions: Decisions;
  journal: Journal;
  traffic: Traffic;
  /** Tells the other instances that limits were changed. */
  limitChanges: Announcements;
};

type Options = {
  config: Config;
  keys: Keys;
  log: Logger;
  metrics: Metrics;
  pool: Pool;
  redis: Redis;
  events: Events;
};

/** Opens what limits need; the result closes it. */
export async function openRateLimits({
  config,
  keys,
  log,
  metrics,
  pool,
  redis,
  events,
}: Options): Promise<RateLimits & { close(): Promise<void> }> {
  const service = pseudonym(keys.address, "service");
  const load = (): Promise<LimitChange[]> =>
    attempt(() => findNewestLimitChanges<PolicySettings>(pool));
  const policies = await openLivePolicies({ load, log });
  const limitChanges = openAnnouncements(redis, {
    channel: `limits:{${service}}`,
    onMessage: () => void policies.refresh(),
    log,
  });
  const journal = createJournal({ redis, log, service, entriesMax: config.JOURNAL_MAX });
  const traffic = createTraffic({ redis, log, service });
  const trips = createLimitTrips({
    redis,
    service,
    tell: events.isHeard
      ? ({ policy, quota, route, refused }) =>
          attempt(() =>
            events.queue(pool, {
              type: "limit.tripped",
              accountId: null,
              data: { policy, quota, route, refused_since_last: refused },
            }),
          )
      : null,
    onLost: (policy, error) => {
      metrics.limitTripsLost.inc({ policy });
      log.warn({ err: error, policy }, "a limit's refusals are not told");
    },
  });
  return {
    serviceName: service,
    policies,
    limiter: createLimiter({ redis, policies: policies.current }),
    decisions: createDecisions(metrics, traffic, journal, trips),
    journal,
    traffic,
    limitChanges,
    async close() {
      policies.close();
      limitChanges.close();
      await Promise.all([journal.close(), traffic.close()]);
    },
  };
}
