import { type Environment, splitList } from "./config-values.ts";
import { ANY_AUDIENCE, parseAudiences, parseProofKeys } from "./domain/audiences.ts";
import { isLoopback } from "./domain/loopback.ts";
import type { NamedSecret } from "./domain/named-secrets.ts";
import { parseOAuthClients } from "./domain/oauth-clients.ts";
import { passwordsIn } from "./redis/redis-url.ts";
import { DEVELOPMENT_MAIL_KEY, type ProviderName } from "./email-config.ts";

const SECRET_LENGTH_MIN = 32;
const PASSWORD_LENGTH_MIN = 16;

/** What may not stay as it is where people rely on it. Every problem is one line. */
export function productionProblems(given: Environment): string[] {
  const problems =
    given["PUBLIC_URL"] === undefined ? ["PUBLIC_URL: is required in production"] : [];
  const secret = given["SECRET_KEY"];
  if (isWeakSecret(secret))
    problems.push(
      `SECRET_KEY: needs ${SECRET_LENGTH_MIN} random characters or more (openssl rand -base64 48)`,
    );
  for (const name of ["DATABASE_URL", "DATABASE_DIRECT_URL"])
    if (isWellKnownPassword(given[name])) problems.push(`${name}: its password is a default value`);
  if (passwordsIn(given["REDIS_URL"] ?? "").some(isWellKnown))
    problems.push("REDIS_URL: its password is a default value");
  if (given["LIMITS"] !== undefined && given["LIMITS"] !== "enforce")
    problems.push("LIMITS: only enforce runs in production; single limits can be changed at /ops");
  const opsPassword = given["OPS_PASSWORD"];
  if (opsPassword !== undefined && (isWellKnown(opsPassword) || opsPassword === secret))
    problems.push("OPS_PASSWORD: is a default value, or the same as SECRET_KEY");
  problems.push(
    ...namedSecretProblems(
      "OAUTH_CLIENTS",
      parseOAuthClients(given["OAUTH_CLIENTS"] ?? ""),
      secret,
    ),
    ...namedSecretProblems("PROOF_KEYS", parseProofKeys(given["PROOF_KEYS"] ?? ""), secret),
  );
  if (parseAudiences(given["PROOF_AUDIENCES"] ?? "").value.includes(ANY_AUDIENCE))
    problems.push(
      "PROOF_AUDIENCES: must be named in production, or a service could ask for proofs for another one",
    );
  for (const name of ["CORS_ORIGINS", "PAGE_ORIGINS", "RETURN_URLS"])
    for (const [i, address] of splitList(given[name] ?? "").entries())
      if (isUnprotected(address))
        problems.push(`${name}: number ${i + 1} must be https, unless it is on this machine`);
  if (given["COOKIES"] === "plain")
    problems.push("COOKIES: only secure runs in production, or a session could be read on its way");
  if (Number(given["HASH_MEMORY_KIB"] ?? 19_456) * Number(given["HASH_PASSES"] ?? 2) < 35_840)
    problems.push("HASH_MEMORY_KIB × HASH_PASSES: below OWASP's minimum for argon2id (7168 × 5)");
  problems.push(...eventProblems(given));
  return problems;
}

/** The same of secrets that others share with the service; beside one that cannot be read they cannot be counted. */
const namedSecretProblems = (
  variable: string,
  { value, problems }: { value: NamedSecret[]; problems: string[] },
  ownSecret: string | undefined,
): string[] =>
  value.flatMap(({ secret }, i) =>
    problems.length === 0 && (isWeakSecret(secret) || secret === ownSecret)
      ? [
          `${variable}: the secret of entry ${i + 1} needs ${SECRET_LENGTH_MIN} random characters or more of its own (openssl rand -hex 32)`,
        ]
      : [],
  );

/** The same of events, which say who somebody is. */
function eventProblems({ WEBHOOK_URL, WEBHOOK_SECRETS, SECRET_KEY }: Environment): string[] {
  const problems: string[] = [];
  if (isUnprotected(WEBHOOK_URL ?? ""))
    problems.push("WEBHOOK_URL: must be https in production, unless it is this machine");
  const secrets = WEBHOOK_SECRETS === undefined ? [] : splitList(WEBHOOK_SECRETS);
  if (secrets.some((secret) => isWellKnown(secret) || hasFewCharacters(secret)))
    problems.push("WEBHOOK_SECRETS: one is a default value, or not random");
  if (SECRET_KEY !== undefined && secrets.includes(SECRET_KEY))
    problems.push("WEBHOOK_SECRETS: must differ from SECRET_KEY");
  return problems;
}

/** The same of a provider's keys: of those that operators make up, and the mock's. Others come from the provider. */
export function mailKeyProblems(
  { type, suffix }: ProviderName,
  environment: Environment,
): string[] {
  if (type === "postmark") {
    const password = environment[`POSTMARK_WEBHOOK_PASSWORD${suffix}`] ?? "";
    // Nothing limits the guesses at it.
    return password !== "" && (isWellKnown(password) || password.length < PASSWORD_LENGTH_MIN)
      ? [
          `POSTMARK_WEBHOOK_PASSWORD${suffix}: needs ${PASSWORD_LENGTH_MIN} random characters or more`,
        ]
      : [];
  }
  if (type !== "http") return [];
  const key = environment[`EMAIL_API_KEY${suffix}`] ?? "";
  const webhookSecret = environment[`EMAIL_API_WEBHOOK_SECRET${suffix}`] ?? "";
  const problems: string[] = [];
  if (key === "" || isWellKnown(key))
    problems.push(`EMAIL_API_KEY${suffix}: is missing, or a default value`);
  if (key !== "" && key === environment["SECRET_KEY"])
    problems.push(`SECRET_KEY: must differ from EMAIL_API_KEY${suffix}`);
  if (webhookSecret !== "" && isWellKnown(webhookSecret))
    problems.push(`EMAIL_API_WEBHOOK_SECRET${suffix}: is a default value`);
  return problems;
}

const WELL_KNOWN =
  /change.?me|super.?secret|development-only|placeholder|example|^(root|admin|password|secret|test|postgres)/i;

const isWellKnown = (value: string | undefined): boolean =>
  value === undefined || value === DEVELOPMENT_MAIL_KEY || WELL_KNOWN.test(value);

// No password at all is a matter of the server: a socket, a certificate, or a file of its own.
function isWellKnownPassword(databaseUrl: string | undefined): boolean {
  const password = URL.parse(databaseUrl ?? "")?.password ?? "";
  return password !== "" && isWellKnown(password);
}

function isWeakSecret(value: string | undefined): boolean {
  if (value === undefined || isWellKnown(value) || value.length < SECRET_LENGTH_MIN) return true;
  return hasFewCharacters(value);
}

const hasFewCharacters = (secret: string): boolean => new Set(secret).size < 12;

// Whoever sits on the line reads it, and writes what comes back.
function isUnprotected(origin: string): boolean {
  const url = URL.parse(origin);
  return url?.protocol === "http:" && !isLoopback(url.hostname);
}
