-- Sessions for each device, profiles and roles, links by mail, the audit trail, and events for the product beside.

-- Accounts ---------------------------------------------------------------------------------------------------------

alter table users
  drop constraint users_status_check,
  drop constraint users_check,
  add constraint users_status_check check (status in ('pending', 'active', 'disabled')),
  -- Only what was once active can be disabled.
  add constraint users_activated_check check ((status = 'pending') = (activated_at is null)),
  add column role text not null default 'user' check (role in ('user', 'admin')),
  -- As its owner writes it; unique whatever its case.
  add column username text,
  add column username_normalised text unique;

-- Of whom there must be one left.
create index users_admins on users (row_id) where role = 'admin' and status = 'active';

-- Sessions ---------------------------------------------------------------------------------------------------------

create table sessions (
  -- The sid of its access tokens.
  id uuid primary key,
  user_row_id bigint not null references users on delete cascade,
  device text not null,
  -- Where it was used last, or made.
  ip text not null,
  -- The OAuth client it was made for; null for our own sign-in.
  client_id text,
  -- SHA-256 of the newest refresh token, and of the one it replaced.
  refresh_digest text not null,
  previous_digest text,
  rotated_at timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- Moved on at each use, and never past the end of its life.
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  check ((ended_at is null) = (end_reason is null))
);

create index sessions_live on sessions (user_row_id, last_used_at desc) where ended_at is null;
-- What goes with an account, ended ones too.
create index sessions_user on sessions (user_row_id);
create index sessions_age on sessions (least(idle_expires_at, expires_at, ended_at));

-- Links by mail ----------------------------------------------------------------------------------------------------

-- Somebody asked for a reset: whether the address has an account is looked up by a job, after the answer.
create table password_reset_requests (
  id uuid primary key,
  email_normalised text not null,
  -- What the request asked for; null: the account's own.
  locale text,
  ip text not null,
  request_id text not null,
  created_at timestamptz not null default now()
);

create table password_resets (
  -- SHA-256 of the token, which is in the mail alone.
  token_digest text primary key,
  message_id uuid not null unique,
  user_row_id bigint not null references users on delete cascade,
  expires_at timestamptz not null
);

create index password_resets_user on password_resets (user_row_id);

-- The new address an account asked for. One an account; it stays for a while once its code came back.
create table email_changes (
  user_row_id bigint primary key references users on delete cascade,
  -- Another one with each address: a code is bound to it.
  id uuid not null,
  email text not null,
  email_normalised text not null,
  -- The account's when it was asked for: a new password, or another address, voids it.
  generation integer not null,
  -- The number of the newest code asked for, and the message that carries it (or tells somebody else).
  code_sequence integer not null default 1,
  message_id uuid not null unique,
  requested_at timestamptz not null default now(),
  confirmed_at timestamptz
);

create index email_changes_age on email_changes (requested_at);

-- The way back to an older address.
create table email_undos (
  token_digest text primary key,
  user_row_id bigint not null references users on delete cascade,
  email text not null,
  email_normalised text not null,
  expires_at timestamptz not null
);

create index email_undos_user on email_undos (user_row_id);
create index email_undos_age on email_undos (expires_at);

-- Mail -------------------------------------------------------------------------------------------------------------

alter table mail_messages
  -- A farewell has no account any more.
  alter column user_row_id drop not null,
  -- Where it goes when that is not the account's address: a new one, or one that was left. A farewell's is gone once
  -- it is settled.
  add column recipient text,
  drop constraint mail_messages_kind_check,
  add constraint mail_messages_kind_check check (kind in (
    'activation_code', 'already_registered', 'password_reset', 'password_changed', 'email_change_code', 'email_taken',
    'email_changed', 'account_deleted')),
  add constraint mail_messages_recipient_check check (user_row_id is not null or recipient is not null or state <> 'queued');

create index mail_messages_recipient on mail_messages (lower(recipient)) where recipient is not null;

-- Audit ------------------------------------------------------------------------------------------------------------

create table audit_entries (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  action text not null,
  actor_kind text not null check (actor_kind in ('user', 'admin', 'operator', 'system', 'anonymous')),
  -- The id of an account, or an operator's name.
  actor text,
  -- Whom it is about: an account by its id, or an address by its pseudonym.
  account_id uuid,
  address_pseudonym text,
  ip text,
  request_id text,
  -- What changed; never a secret, and nothing that names a person.
  details jsonb not null default '{}'
);

create index audit_entries_newest on audit_entries (at desc, id desc);
create index audit_entries_account on audit_entries (account_id, at desc, id desc);
create index audit_entries_actor on audit_entries (actor, at desc, id desc);
create index audit_entries_action on audit_entries (action, at desc, id desc);

-- Append-only. What may go is where somebody was, when his account is deleted, and what is older than a month.
create function keep_audit_entries() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - array['ip', 'address_pseudonym'] = to_jsonb(old) - array['ip', 'address_pseudonym']
    and new.ip is null and new.address_pseudonym is null then
    return new;
  end if;
  if tg_op = 'DELETE' and old.at < now() - interval '30 days' then
    return old;
  end if;
  raise exception 'the audit trail is append-only';
end
$$;

create trigger audit_entries_kept before update or delete on audit_entries
  for each row execute function keep_audit_entries();
create trigger audit_entries_not_emptied before truncate on audit_entries
  for each statement execute function keep_audit_entries();

insert into audit_entries (at, action, actor_kind, actor, account_id)
  select created_at, 'user.activated', 'user', user_id::text, user_id from account_events order by id;
drop table account_events;

-- Events for the product beside ------------------------------------------------------------------------------------

create table webhook_events (
  id uuid primary key,
  type text not null,
  account_id uuid,
  -- The body as it is signed and sent, byte by byte: json keeps its text, which jsonb does not.
  payload json not null,
  state text not null default 'queued' check (state in ('queued', 'delivered', 'dead', 'dropped')),
  -- Since it was queued, or queued again.
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  -- Since when it waits, which a re-drive sets anew.
  queued_at timestamptz not null default now(),
  settled_at timestamptz
);

create index webhook_events_queued on webhook_events (queued_at) where state = 'queued';
create index webhook_events_newest on webhook_events (created_at desc, id desc);
create index webhook_events_state on webhook_events (state, created_at desc, id desc);
create index webhook_events_type on webhook_events (type, created_at desc, id desc);
create index webhook_events_account on webhook_events (account_id);

alter table ops_events
  drop constraint ops_events_kind_check,
  add constraint ops_events_kind_check check (kind in (
    'bucket_cleared', 'mail_redriven', 'mail_dropped', 'suppression_lifted', 'webhooks_redriven', 'webhooks_dropped'));

-- Administration ---------------------------------------------------------------------------------------------------

-- Pages of accounts, each in the order of one of these, for every status apart: whatever is asked for, no page reads
-- more than it shows. The collation is the bytes', in which all texts with the same beginning stand together.
create index users_by_age on users (status, created_at desc, row_id desc);
create index users_by_email on users (status, email_normalised collate "C");
create index users_by_username on users (status, username_normalised collate "C");
create index users_by_domain
  on users (status, split_part(email_normalised, '@', 2) collate "C", email_normalised collate "C");
