-- Accounts, their history, the messages sent to them, and answers kept for Idempotency-Keys.

create table users (
  -- What other tables refer to. It stays when a pending address is registered again, and never leaves the service.
  row_id bigint generated always as identity primary key,
  -- What the world knows; a new one with each registration.
  id uuid not null unique,
  -- Where mail goes, and what makes an account unique (lower case, punycode domain).
  email text not null,
  email_normalised text not null unique,
  password_hash text not null,
  status text not null default 'pending' check (status in ('pending', 'active')),
  -- Raised by each re-registration: codes, and activations under way, of an older generation are void.
  generation integer not null default 1,
  -- The number of the newest code asked for, and when; a mail job of an older number sends nothing.
  code_sequence integer not null default 1,
  code_requested_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  activated_at timestamptz,
  check ((status = 'active') = (activated_at is not null))
);

-- What the hourly clean-up reads: pending accounts by age.
create index users_pending on users (created_at) where status = 'pending';

create table account_events (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  kind text not null check (kind in ('activated')),
  created_at timestamptz not null default now()
);

create index account_events_user on account_events (user_id);

create table mail_messages (
  id uuid primary key,
  user_row_id bigint not null references users on delete cascade,
  kind text not null check (kind in ('activation_code', 'already_registered')),
  code_sequence integer not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'undeliverable', 'superseded')),
  attempts integer not null default 0,
  last_error text,
  requested_at timestamptz not null default now(),
  accepted_at timestamptz
);

create index mail_messages_user on mail_messages (user_row_id, code_sequence desc);
create index mail_messages_age on mail_messages (requested_at);

create table idempotency_keys (
  -- Keyed digests: neither the key nor the request can be read back.
  key_digest text primary key,
  request_digest text not null,
  -- Null while the first request is being worked on.
  response jsonb,
  locked_until timestamptz not null,
  expires_at timestamptz not null
);

create index idempotency_keys_age on idempotency_keys (expires_at);
