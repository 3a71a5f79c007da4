export type Settings = {
  quota: string;
  mode: string;
  when_redis_is_away: string;
  allow: string[];
  candidate: string | null;
};
export type Limit = {
  name: string;
  settings: Settings;
  default: Settings;
  version: number;
  counts_by: string;
  routes: string[];
  bound: string;
};

const STEPS = 90;
export const STEP_MS = 10_000;

/** Waves with a burst of abuse: the same in every run. */
export function seriesOf({ name, settings }: Limit, index: number): Record<string, unknown> {
  const wave = (i: number): number =>
    Math.max(0, Math.round((index + 2) * (1 + Math.sin(i / 7 + index)) + ((i * 7 + index) % 3)));
  const steps = Array.from({ length: STEPS }, (_, i) => i);
  const burst = steps.map((i) =>
    i > 52 && i < 66 && index % 3 === 0
      ? Math.round((index + 3) * 3 * Math.sin((i - 52) / 4.5))
      : 0,
  );
  const none = steps.map(() => 0);
  return {
    limit: name,
    allowed: settings.mode === "off" ? none : steps.map(wave),
    refused: settings.mode === "enforce" ? burst : none,
    would_refuse: settings.mode === "shadow" ? burst : none,
    candidate_refused: settings.candidate
      ? burst.map((value, i) => (value > 0 ? value + (wave(i) >> 1) : 0))
      : none,
  };
}

export const REPLAY = {
  requests: 1234,
  decisions: 5678,
  from: "2026-01-30T09:00:00.000Z",
  to: "2026-01-31T09:00:00.000Z",
  before: {
    refused_requests: 40,
    refused_abusers: 38,
    refused_users: 2,
    mails_saved: 12,
    guess_bound: 0.00099975,
  },
  after: {
    refused_requests: 52,
    refused_abusers: 50,
    refused_users: 2,
    mails_saved: 17,
    guess_bound: 0.00099975,
  },
  policies: [{ policy: "activate.ip", refused_before: 40, refused_after: 52 }],
};

export const GUESS_BOUND = {
  address: { probability: 0.00099975, one_in: 1000.25 },
  address_long: { probability_per_day: 0.0000005 },
  spray: { hits_per_day: 0.01 },
  otp: {
    probability_per_day: 0.0000005,
    long_probability_per_million: 0.000005,
    hits_per_million: 0.05,
    digits: 8,
    long_digits: 12,
    budget: 10,
    live_codes: 5,
  },
  max: 0.001,
  settings: {
    digits: 4,
    long_digits: 8,
    budget: 10,
    tries_per_code: 5,
    codes_per_day: 10,
    breaker_per_day: 100,
  },
};

export const BREAKER = {
  open_until: null,
  wrong_codes: { day: 38, hour: 1 },
  threshold: { day: 100, hour: 4 },
  openings: [
    {
      opened_at: "2026-01-29T02:10:00.000Z",
      open_until: "2026-01-29T03:25:00.000Z",
      wrong_codes: 101,
      threshold: 100,
    },
  ],
};

type WebhookEvent = {
  id: string;
  type: string;
  state: string;
  attempts: number;
  last_error: string | null;
  created_at: string;
  settled_at: string | null;
};

export const DEAD_EVENT: WebhookEvent = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  type: "user.activated",
  state: "dead",
  attempts: 27,
  last_error: "answered 503",
  created_at: "2026-01-28T10:00:00.000Z",
  settled_at: "2026-01-31T10:00:00.000Z",
};

export const WEBHOOKS = {
  queue: { length: 0, oldest_seconds: 0 },
  endpoint: {
    state: "closed",
    retry_in_seconds: 0,
    problem: null as string | null,
    last_delivered_at: "2026-01-31T09:59:00.000Z",
  },
  events: [] as WebhookEvent[],
};
