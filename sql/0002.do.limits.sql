-- Wrong guesses for the life of an address, sprays of wrong codes, limits that operators changed, and what else they did.

create table guess_budgets (
  -- HMAC of the normalised address: it outlives the account, and tells nobody who had one.
  address_pseudonym text primary key,
  -- Wrong guesses at 4-digit codes that were compared, or may have been.
  used integer not null default 0 check (used >= 0),
  -- What the newest code may still use; counted as used unless Redis can tell how many were.
  leased integer not null default 0 check (leased >= 0),
  -- Names the newest lease, whose guesses the newest code may use.
  lease_id uuid,
  updated_at timestamptz not null default now()
);

create index guess_budgets_age on guess_budgets (updated_at);
create index guess_budgets_leased on guess_budgets (updated_at) where leased > 0;

create table breaker_openings (
  id bigint generated always as identity primary key,
  opened_at timestamptz not null default now(),
  open_until timestamptz not null,
  wrong_codes integer not null,
  threshold integer not null
);

create index breaker_openings_until on breaker_openings (open_until);

create table limit_changes (
  version bigint generated always as identity primary key,
  policy text not null,
  -- The version this one replaces, 0 for the default. Of two changes of the same version one is refused.
  previous_version bigint not null,
  -- Null: back to the default.
  settings jsonb,
  changed_by text not null,
  reason text not null,
  changed_at timestamptz not null default now(),
  unique (policy, previous_version)
);

create table ops_events (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('bucket_cleared')),
  subject text not null,
  actor text not null,
  reason text not null,
  created_at timestamptz not null default now()
);
