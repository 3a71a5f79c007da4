-- Languages of people and messages, how each message was handed over and what came back, and addresses not to send to.

alter table users
  add column locale text not null default 'en' check (locale ~ '^[a-z]{2}$');

alter table mail_messages
  -- As it was when the message was asked for: a repeated send has the same words.
  add column locale text not null default 'en' check (locale ~ '^[a-z]{2}$'),
  -- Since when it waits: its age counts from here, which a re-drive sets anew.
  add column queued_at timestamptz not null default now(),
  -- The provider it was handed to last.
  add column provider text,
  -- Whether that provider may have accepted it without our knowing: it is asked first then.
  add column is_unclear boolean not null default false,
  add column settled_at timestamptz,
  drop constraint mail_messages_state_check,
  add constraint mail_messages_state_check check (state in (
    'queued',
    -- Accepted by a provider.
    'sent',
    -- Accepted, and came back.
    'bounced', 'complained',
    -- Refused for good, too old, to a suppressed address, given up by an operator, overtaken by a newer one.
    'undeliverable', 'expired', 'suppressed', 'dropped', 'superseded'));

create index mail_messages_queued on mail_messages (queued_at) include (kind) where state = 'queued';
-- Dead letters: what an operator can send again, or drop.
create index mail_messages_dead on mail_messages (settled_at desc, id desc) include (state)
  where state in ('undeliverable', 'expired');

create table mail_suppressions (
  -- HMAC of the normalised address: it outlives the account, and tells nobody who had one.
  address_pseudonym text primary key,
  reason text not null check (reason in ('bounced', 'complained')),
  provider text not null,
  created_at timestamptz not null default now()
);

create index mail_suppressions_age on mail_suppressions (created_at);

alter table ops_events
  drop constraint ops_events_kind_check,
  add constraint ops_events_kind_check
    check (kind in ('bucket_cleared', 'mail_redriven', 'mail_dropped', 'suppression_lifted'));
