import { parseArgs } from "node:util";
import { loadDatabaseConfig } from "../config.ts";
import { directUrlOf } from "../database-config.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import { UnavailableError } from "../domain/failure.ts";
import { createEvents } from "../events.ts";
import { changeUser } from "../features/admin/change-user.ts";
import { createLog } from "../log.ts";
import { attempt, openPool } from "../postgres/pool.ts";
import { findAccountByEmail } from "../postgres/users.ts";

const USAGE = `usage: admin ADDRESS [--remove]
  ADDRESS   of an account that is active
  --remove  makes an administrator a user again`;

type Streams = Record<"stdout" | "stderr", { write(text: string): boolean }>;
/** What became of it: done, or so already (0), refused (1), or not understood (2). */
type Result = { code: 0 | 1; text: string };

class UsageError extends Error {}

/** Who did it, in the audit trail: whoever may read DATABASE_URL. */
const OPERATOR = { kind: "operator", name: "command line" } as const;

/**
 * `admin ADDRESS`: makes an active account an administrator, or no longer one; needs Postgres alone. The product is
 * told when there is a WEBHOOK_URL. Resolves with the exit code. Throws ConfigError.
 */
export async function appointAdmin(
  args: string[],
  environment: Record<string, string | undefined>,
  { stdout, stderr }: Streams,
): Promise<0 | 1 | 2> {
  try {
    const { code, text } = await appoint(readArguments(args), environment);
    (code === 0 ? stdout : stderr).write(`${code === 0 ? "" : "latchkey admin: "}${text}\n`);
    return code;
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`latchkey admin: ${error.message}\n${USAGE}\n`);
      return 2;
    }
    if (!(error instanceof UnavailableError)) throw error;
    const { cause } = error;
    stderr.write(
      `latchkey admin: Postgres is away: ${cause instanceof Error ? cause.message : String(cause)}\n`,
    );
    return 1;
  }
}

type Request = { address: string; emailNormalised: string; role: "admin" | "user" };

async function appoint(
  { address, emailNormalised, role }: Request,
  environment: Record<string, string | undefined>,
): Promise<Result> {
  const config = loadDatabaseConfig(environment);
  const pool = openPool(
    { databaseUrl: directUrlOf(config), connectionsMax: 1, applicationName: "latchkey-admin" },
    createLog("silent"),
  );
  try {
    const account = await attempt(() => findAccountByEmail(pool, emailNormalised));
    if (!account) return { code: 1, text: `there is no account ${address}` };
    if (account.status !== "active")
      return { code: 1, text: `${address} is ${account.status}: an account has to be active` };
    const outcome = await changeUser(
      { pool, events: createEvents(config) },
      { accountId: account.id, change: { role }, actor: OPERATOR, origin: null },
    );
    if (!outcome.ok) return { code: 1, text: REFUSALS[outcome.failure.code] };
    const what = role === "admin" ? "an administrator" : "a user";
    const { isChanged } = outcome.value;
    return { code: 0, text: `${address} is ${what} ${isChanged ? "now" : "already"}` };
  } finally {
    await pool.end();
  }
}

const REFUSALS = {
  not_found: "the account was registered anew a moment ago",
  account_pending: "the account was registered anew a moment ago",
  last_admin: "there must be another administrator: make one first",
};

function readArguments(args: string[]): Request {
  const { positionals, values } = parseOptions(args);
  const [typed, ...others] = positionals;
  if (typed === undefined) throw new UsageError("the address is missing");
  if (others.length > 0) throw new UsageError("there is more than one address");
  const email = parseEmailAddress(typed);
  if (!email) throw new UsageError(`${typed} is no e-mail address that an account can have`);
  const role = values.remove ? "user" : "admin";
  return { address: email.address, emailNormalised: email.normalised, role };
}

function parseOptions(args: string[]): { positionals: string[]; values: { remove?: boolean } } {
  try {
    return parseArgs({ args, allowPositionals: true, options: { remove: { type: "boolean" } } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
