-- Codes for an address without a password, whoever has it and whether anybody does.

alter table mail_messages
  drop constraint mail_messages_kind_check,
  add constraint mail_messages_kind_check check (kind in (
    'activation_code', 'already_registered', 'password_reset', 'password_changed', 'email_change_code', 'email_taken',
    'email_changed', 'account_deleted', 'otp_code'));

-- What the code of a message is for: it is minted when the message is sent.
create table otp_requests (
  message_id uuid primary key references mail_messages on delete cascade,
  purpose text not null,
  audience text not null,
  -- By Redis' clock.
  expires_at timestamptz not null
);
