import type { Pool } from "pg";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import type { AccessClaims } from "../../src/tokens/access-tokens.ts";
import type { Runtime } from "../support/processes.ts";
import { printProfile } from "./cpu-profile.ts";
import { sendAll, writeRequest } from "./http-load.ts";
import { expectStatus } from "./people.ts";
import type { BenchResult } from "./result.ts";
import { startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import {
  CONCURRENCY,
  type Contenders,
  compareTurns,
  takeTurns,
  tellLatencies,
  REQUESTS,
  planOf,
} from "./turns.ts";

/** So many that no account comes near its limit. */
const SESSIONS = 1000;
const RATIO_MIN = 0.7;

const ACCOUNT = /^\{"id":"[\w-]{36}","email":/;
const AGAINST = "bare Hono that verifies the same token";

/**
 * Requests with an access token, beside a bare Hono handler that does no more than verify one, in turns. Everything is on
 * that is by default; each request is another client's, and there are a thousand sessions. Once more with tokens that
 * nobody showed before.
 */
export async function benchMe(session: BenchSession, runtime: Runtime): Promise<BenchResult[]> {
  const plan = planOf(session);
  await using stack = await startServiceStack(runtime);
  const bare = await stack.start("test/bench/me-yardstick.ts");
  await using resources = await openResources(loadConfig(stack.environment), createLog("silent"));
  const { accessTokens } = resources;
  const sessions = await openSessions(stack.pool, SESSIONS);
  const tokens = sessions.map((claims) => accessTokens.sign(claims));
  const contendersWith = (tokenOf: (i: number) => string): Contenders => {
    const prepare = (count: number): Promise<Buffer[]> =>
      Promise.resolve(Array.from({ length: count }, (_, i) => writeAsk(tokenOf(i))));
    return {
      service: { ...stack.service, prepare, accepts: ACCOUNT },
      yardstick: { ...bare, prepare, accepts: ACCOUNT },
    };
  };
  const known = contendersWith((i) => tokens[i % tokens.length] ?? "");
  // No two tokens of a session are equal.
  const unknown = contendersWith((i) => {
    const claims = sessions[i % sessions.length];
    return claims ? accessTokens.sign(claims) : "";
  });
  const name = `GET /users/me with Bearer, on ${runtime}`;
  const turns = await takeTurns(session, known, { title: name, ...plan });
  const first = `${name}: tokens seen the first time`;
  const firstTurns = await takeTurns(session, unknown, { title: first, ...plan });
  session.print(`${tellLatencies(`${name}, ${CONCURRENCY} at a time`, turns)}\n`);
  if (!session.isShort)
    await printProfile(session, stack, name, async ({ port }) => {
      for (let round = 0; round < 2; round++)
        expectStatus(await sendAll(port, await known.service.prepare(REQUESTS), CONCURRENCY), 200);
    });
  return [
    ...compareTurns(name, { against: AGAINST, target: RATIO_MIN }, turns),
    ...compareTurns(first, { against: AGAINST, target: null }, firstTurns),
  ];
}

const writeAsk = (token: string): Buffer =>
  writeRequest("GET", "/users/me", { fields: [`Authorization: Bearer ${token}`] });

/** Writes so many active accounts, each with a session. */
async function openSessions(pool: Pool, count: number): Promise<AccessClaims[]> {
  const { rows } = await pool.query<AccessClaims>(
    `with names as (select gen_random_uuid() as id from generate_series(1, $1::integer)),
      accounts as (
        insert into users (id, email, email_normalised, password_hash, status, activated_at)
        select id, id || '@example.com', id || '@example.com', 'none', 'active', now() from names
        returning row_id, id),
      opened as (
        insert into sessions (id, user_row_id, device, ip, refresh_digest, idle_expires_at, expires_at)
        select gen_random_uuid(), row_id, 'bench', '198.18.0.1', gen_random_uuid(), now() + interval '1 day',
          now() + interval '1 day'
        from accounts returning id, user_row_id)
      select accounts.id as "accountId", opened.id as "sessionId", null as "clientId"
      from opened join accounts on accounts.row_id = opened.user_row_id`,
    [count],
  );
  return rows;
}
