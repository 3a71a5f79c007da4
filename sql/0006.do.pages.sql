-- What the web pages have to know of registrations.

alter table users
  -- The newest registration of the address, also of an active account, which stays as it is; and the number of its first
  -- code. Null of those before there were pages: nobody waits for them on one.
  add column registration_id uuid,
  add column registration_sequence integer not null default 1;
