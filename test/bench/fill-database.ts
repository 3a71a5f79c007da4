import { Client } from "pg";

/** So many rows are written by one statement, which is what the progress goes by. */
const CHUNK = 250_000;
/** A month of mail and of the trail, and who is signed in: so many rows of each for a hundred accounts. */
const SHARE_OF_MONTH = 0.1;
const DAYS = 400;
const MONTH_DAYS = 28;

type Fill = { table: string; share: number; text: string };

const AGE = `interval '${DAYS} days' * (1 - n::float8 / $3::integer)`;
const AGE_IN_MONTH = AGE.replace(`${DAYS}`, `${MONTH_DAYS}`);
const NAME = "substr(md5(n::text), 1, 12)";
// As long as those of argon2id with the default cost.
const HASH =
  "'$argon2id$v=19$m=19456,t=2,p=1$' || substr(md5('s' || n), 1, 22) || '$' || md5('h' || n) || substr(md5('i' || n), 1, 11)";
const NUMBERED = "from generate_series($1::integer, $2::integer) n";

const FILLS: Fill[] = [
  {
    table: "users",
    share: 1,
    text: `insert into users (id, email, email_normalised, password_hash, status, created_at, activated_at,
        code_requested_at, registration_id, username, username_normalised)
      select id, email, email, ${HASH}, 'active', at, at, at, id, upper(username), username
      from (select gen_random_uuid() as id, now() - ${AGE} as at, n,
          ${NAME} || n || '@' || case when n % 4 = 0 then 'example.com' else 'host-' || n % 50000 || '.example' end as email,
          case when n % 3 = 0 then ${NAME} || n end as username
        ${NUMBERED}) made`,
  },
  {
    table: "guess_budgets",
    share: 1,
    text: `insert into guess_budgets (address_pseudonym, updated_at)
      select md5('p' || n) || substr(md5('q' || n), 1, 11), now() - ${AGE} ${NUMBERED}`,
  },
  {
    table: "sessions",
    share: SHARE_OF_MONTH,
    text: `insert into sessions (id, user_row_id, device, ip, refresh_digest, created_at, last_used_at, idle_expires_at, expires_at)
      select gen_random_uuid(), n, 'Firefox on Linux', '192.0.2.1', md5('d' || n) || substr(md5('e' || n), 1, 11), at, at,
        at + interval '30 days', at + interval '90 days'
      from (select n, now() - ${AGE_IN_MONTH} as at ${NUMBERED}) made`,
  },
  {
    table: "mail_messages",
    share: SHARE_OF_MONTH,
    text: `insert into mail_messages (id, user_row_id, kind, code_sequence, state, attempts, requested_at, accepted_at,
        settled_at, provider)
      select gen_random_uuid(), n, 'activation_code', 1, 'sent', 1, at, at, at, 'http'
      from (select n, now() - ${AGE_IN_MONTH} as at ${NUMBERED}) made`,
  },
  {
    table: "audit_entries",
    share: SHARE_OF_MONTH,
    text: `insert into audit_entries (at, action, actor_kind, actor, account_id, ip, request_id)
      select now() - ${AGE_IN_MONTH}, 'session.created', 'user', u.id::text, u.id, '192.0.2.1', md5('r' || n)
      ${NUMBERED} join users u on u.row_id = n`,
  },
];

/**
 * Fills a migrated, empty database with so many active accounts of the last 400 days and what they leave behind. The
 * indexes are made when all rows are there; at the end it stands as it would after a night's vacuum.
 */
export async function fillDatabase(
  databaseUrl: string,
  accounts: number,
  progress: (text: string) => void,
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      "set synchronous_commit = off; set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2; set session_replication_role = replica",
    );
    for (const fill of FILLS) await fillTable(client, fill, accounts, progress);
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

async function fillTable(
  client: Client,
  { table, share, text }: Fill,
  accounts: number,
  progress: (text: string) => void,
): Promise<void> {
  const count = Math.ceil(accounts * share);
  const remakes = await dropIndexes(client, table);
  for (let from = 1; from <= count; from += CHUNK) {
    progress(`${table}: ${from - 1} of ${count} rows`);
    await client.query(text, [from, Math.min(count, from + CHUNK - 1), count]);
  }
  for (const [at, remake] of remakes.entries()) {
    progress(`${table}: index ${at + 1} of ${remakes.length}`);
    await client.query(remake);
  }
  progress(`${table}: vacuum`);
  await client.query(`vacuum (analyze) ${table}`);
}

/** Drops what a table can do without, and returns the statements that make it anew. */
async function dropIndexes(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; make: string }>(
    `select coalesce('alter table ' || i.indrelid::regclass || ' drop constraint ' || c.conname,
         'drop index ' || i.indexrelid::regclass) as drop,
       coalesce('alter table ' || i.indrelid::regclass || ' add constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid),
         pg_get_indexdef(i.indexrelid)) as make
     from pg_index i left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
     where i.indrelid = $1::regclass
       and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)`,
    [table],
  );
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ make }) => make);
}
