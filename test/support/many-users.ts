import type { Client } from "pg";

/**
 * Fills an empty users table with so many accounts: one in a hundred pending, one in a thousand disabled, two in three
 * with a username, an eighth of them at one domain and the rest at 5000.
 */
export async function insertManyUsers(client: Client, count: number): Promise<void> {
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
  await client.query("analyze users");
}
