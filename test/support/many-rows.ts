import type { Client } from "pg";

/**
 * Fills an empty users table with so many accounts: one in a hundred pending, one in a thousand disabled, two in three
 * with a username, an eighth of them at one domain and the rest at 5000.
 */
export async function insertManyUsers(client: Client, count: number): Promise<void> {
  // Made anew when all are there: several times faster.
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = 'users' and indexname not in (select conname from pg_constraint)`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  await client.query(
    `with numbered as (
       select n, case when n % 100 = 0 then 'pending' when n % 1000 = 1 then 'disabled' else 'active' end as status,
         substr(md5(n::text), 1, 8) || n as name,
         case when n % 8 = 0 then 'example.com' else 'host-' || n % 5000 || '.example' end as domain
       from generate_series(1, $1::integer) n)
     insert into users (id, email, email_normalised, password_hash, status, activated_at, username, username_normalised,
       created_at)
     select gen_random_uuid(), name || '@' || domain, name || '@' || domain, 'none', status,
       case status when 'pending' then null else now() end, case when n % 3 > 0 then upper(name) end,
       case when n % 3 > 0 then name end, now() - interval '1 second' * ($1::integer - n)
     from numbered`,
    [count],
  );
  for (const { definition } of indexes) await client.query(definition);
  await client.query("analyze users");
}

/**
 * Fills the audit trail with so many entries of the last hundred days: of 50,000 accounts, one in a hundred by one of
 * ten administrators.
 */
export async function insertManyEntries(client: Client, count: number): Promise<void> {
  await client.query(
    `insert into audit_entries (at, action, actor_kind, actor, account_id, ip, request_id)
     select now() - interval '100 days' * (1 - n::float8 / $1::integer),
       case when n % 100 = 0 then 'admin.user_disabled' when n % 3 = 0 then 'session.ended' else 'session.created' end,
       case when n % 100 = 0 then 'admin' else 'user' end,
       case when n % 100 = 0 then 'admin-' || n / 100 % 10 else lpad(to_hex(n % 50000), 32, '0')::uuid::text end,
       lpad(to_hex(n % 50000), 32, '0')::uuid, '192.0.2.1', 'a-request'
     from generate_series(1, $1::integer) n`,
    [count],
  );
  await client.query("analyze audit_entries");
}

/** As many active accounts more, each with one session; returns the ids of both. */
export async function insertManySessions(
  client: Pick<Client, "query">,
  count: number,
): Promise<{ accountId: string; sessionId: string }[]> {
  const { rows } = await client.query<{ accountId: string; sessionId: string }>(
    `with people as (
       insert into users (id, email, email_normalised, password_hash, status, activated_at)
       select id, id || '@example.com', id || '@example.com', 'none', 'active', now()
       from (select gen_random_uuid() as id from generate_series(1, $1::integer)) made
       returning row_id, id),
     opened as (
       insert into sessions (id, user_row_id, device, ip, refresh_digest, idle_expires_at, expires_at)
       select gen_random_uuid(), row_id, '', '192.0.2.1', md5(row_id::text), now() + interval '1 day', now() + interval '1 day'
       from people returning id, user_row_id)
     select p.id as "accountId", o.id as "sessionId" from people p join opened o on o.user_row_id = p.row_id`,
    [count],
  );
  return rows;
}
