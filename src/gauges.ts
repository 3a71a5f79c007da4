import { checkGuessBound } from "./guess-safety.ts";
import { listBreakerOpenings } from "./postgres/breaker-openings.ts";
import { readMailFigures } from "./postgres/mail-figures.ts";
import { readUserFigures } from "./postgres/user-figures.ts";
import { readEventFigures } from "./postgres/webhook-records.ts";
import type { Resources } from "./resources.ts";
import type { WebhookEndpoint } from "./webhook-endpoint.ts";
import { runsJobs } from "./workers/siblings.ts";

/** Adds what is asked for at each scrape: how safe codes are, whether somebody sprays, and how much waits. */
export function registerGauges(resources: Resources): void {
  const { metrics, hasher, wrongCodes, pool, policies } = resources;
  const readWrongCodes = shareReading(() => wrongCodes.read());
  metrics.sharedGauge(
    "latchkey_guess_probability",
    "Bound of guessing one address' code: ever while it is short, a day while it is long, and a day without a password",
    ["codes"],
    (set) => {
      const { bound } = checkGuessBound(resources.config, policies.current());
      set(bound.addressProbability, { codes: "short" });
      set(bound.longProbabilityPerDay, { codes: "long" });
      set(bound.otpProbabilityPerDay, { codes: "otp" });
    },
  );
  metrics.sharedGauge(
    "latchkey_spray_hits_per_day",
    "Accounts hit on average by a day of guesses over all addresses, as many as leave the breaker closed",
    [],
    async (set) => {
      const { thresholdOfDay } = await readWrongCodes();
      set(
        checkGuessBound(resources.config, policies.current(), thresholdOfDay).bound.sprayHitsPerDay,
      );
    },
  );
  metrics.sharedGauge(
    "latchkey_wrong_codes",
    "Wrong codes over the whole service, in the last hour and day",
    ["window"],
    async (set) => {
      const { inDay, inHour } = await readWrongCodes();
      set(inDay, { window: "1d" });
      set(inHour, { window: "1h" });
    },
  );
  metrics.sharedGauge(
    "latchkey_wrong_codes_threshold",
    "Wrong codes of a day from which on the breaker opens",
    [],
    async (set) => set((await readWrongCodes()).thresholdOfDay),
  );
  metrics.sharedGauge(
    "latchkey_breaker_open",
    "1 while a spray of wrong codes makes every new code long",
    [],
    async (set) => {
      const [newest] = await listBreakerOpenings(pool, 1);
      set(newest?.isOpen ? 1 : 0);
    },
  );
  // Of workers one tells: they have one clock.
  metrics.sharedGauge(
    "latchkey_clock_offset_seconds",
    "By how much this machine's clock is ahead of Postgres'",
    [],
    (set) => {
      const offsetMs = resources.clock.offsetMs();
      if (offsetMs !== null) set(offsetMs / 1000);
    },
  );
  metrics.sharedGauge(
    "latchkey_redis_evicts",
    "1 while Redis forgets keys when it is full, 0 while it does not; nothing when it does not tell",
    [],
    (set) => {
      const evicts = resources.eviction.evicts();
      if (evicts !== null) set(evicts ? 1 : 0);
    },
  );
  metrics.gauge("latchkey_hash_queue_length", "Password hashes under way and waiting", [], (set) =>
    set(hasher.queueLength()),
  );
  metrics.gauge(
    "latchkey_live_connections",
    "Open live connections of this instance",
    ["transport"],
    (set) => {
      for (const [transport, count] of Object.entries(resources.live.hub.counts()))
        set(count, { transport });
    },
  );
  registerUserGauges(resources);
  registerMailGauges(resources);
  if (resources.endpoint) registerEventGauges(resources, resources.endpoint);
}

function registerUserGauges({ metrics, pool }: Resources): void {
  const readFigures = shareReading(() => readUserFigures(pool));
  metrics.sharedGauge(
    "latchkey_administrators",
    "Active accounts that may administer all others",
    [],
    async (set) => set((await readFigures()).admins),
  );
  metrics.sharedGauge(
    "latchkey_accounts",
    "About how many accounts there are, as Postgres last counted them for itself",
    [],
    async (set) => {
      const { accountsAbout } = await readFigures();
      if (accountsAbout !== null) set(accountsAbout);
    },
  );
}

function registerMailGauges({ metrics, pool, mailer, siblings }: Resources): void {
  const readFigures = shareReading(() => readMailFigures(pool));
  metrics.sharedGauge(
    "latchkey_mail_queue_length",
    "Messages that wait for a provider's acceptance",
    ["kind"],
    async (set) => {
      const { queued } = await readFigures();
      for (const [kind, length] of Object.entries(queued)) set(length, { kind });
    },
  );
  metrics.sharedGauge(
    "latchkey_mail_oldest_seconds",
    "How long the oldest of them has waited, 0 when there is none",
    [],
    async (set) => set((await readFigures()).oldestMs / 1000),
  );
  metrics.sharedGauge(
    "latchkey_mail_dead_letters",
    "Messages that reached nobody, and wait for an operator",
    ["state"],
    async (set) => {
      const { dead } = await readFigures();
      for (const [state, count] of Object.entries(dead)) set(count, { state });
    },
  );
  // The others ask nobody, and know nothing of it.
  if (!runsJobs(siblings)) return;
  metrics.gauge(
    "latchkey_mail_provider_up",
    "1 while this instance may ask the provider, 0 while it is paused or its breaker is open",
    ["provider"],
    (set) => {
      for (const { name, state } of mailer.standings())
        set(state === "closed" ? 1 : 0, { provider: name });
    },
  );
}

function registerEventGauges(
  { metrics, pool, siblings }: Resources,
  endpoint: WebhookEndpoint,
): void {
  const readFigures = shareReading(() => readEventFigures(pool));
  metrics.sharedGauge(
    "latchkey_webhook_queue_length",
    "Events that wait for the product beside to take them",
    [],
    async (set) => set((await readFigures()).queued),
  );
  metrics.sharedGauge(
    "latchkey_webhook_oldest_seconds",
    "How long the oldest of them has waited, 0 when there is none",
    [],
    async (set) => set((await readFigures()).oldestMs / 1000),
  );
  metrics.sharedGauge(
    "latchkey_webhook_dead",
    "Events that were given up, and wait for an operator",
    [],
    async (set) => set((await readFigures()).dead),
  );
  if (!runsJobs(siblings)) return;
  metrics.gauge(
    "latchkey_webhook_endpoint_up",
    "1 while this instance may ask the endpoint, 0 while it is paused or its breaker is open",
    [],
    (set) => set(endpoint.standing().state === "closed" ? 1 : 0),
  );
}

/** All gauges of one scrape are asked at once, and share one answer. */
function shareReading<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
}
