import { availableParallelism } from "node:os";
import { z } from "zod";

const DEVELOPMENT_SECRET = "development-only-secret-never-for-production";
const DEVELOPMENT_MAIL_KEY = "email-mock-key";
const SECRET_LENGTH_MIN = 32;
/** What a stored hash may ask for at most (hashing/phc.ts): a larger one could be made, and never be read. */
const HASH_MEMORY_MAX_KIB = 262_144;

// Strict: coercion would make a blank 0, and "1e3" a thousand.
const integer = (min: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min).max(max));
const url = (protocols: RegExp): z.ZodURL => z.url({ protocol: protocols });

/** Every variable, its default and its bounds. The README's table has one row for each; a test compares them. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: integer(0, 65_535).default(8080),
  PUBLIC_URL: url(/^https?$/).optional(),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  DATABASE_URL: url(/^postgres(ql)?$/),
  DATABASE_POOL_MAX: integer(2, 200).default(10),
  DATABASE_MIGRATE: z.enum(["on", "off"]).default("on"),
  REDIS_URL: url(/^rediss?$/),
  SECRET_KEY: z.string().default(DEVELOPMENT_SECRET),
  // It stands in mail headers, where a line break would begin another one.
  PRODUCT_NAME: z
    .string()
    .max(60)
    .regex(/^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]+$/u, "must be text without control characters")
    .default("Latchkey"),
  EMAIL_API_URL: url(/^https?$/),
  EMAIL_API_KEY: z
    .string()
    .regex(/^[\u0021-\u007e]+$/, "must be printable ASCII, as it stands in a header")
    .default(DEVELOPMENT_MAIL_KEY),
  EMAIL_API_TIMEOUT_MS: integer(100, 60_000).default(5000),
  EMAIL_FROM: z.email().default("no-reply@latchkey.example"),
  MAIL_CONCURRENCY: integer(1, 100).default(10),
  CODE_TTL_SECONDS: integer(1, 600).default(60),
  CODE_ATTEMPTS: integer(1, 10).default(5),
  CODE_BUDGET: integer(1, 1000).default(10),
  BREAKER_WRONG_CODES: integer(1, 1_000_000).default(100),
  MAX_GUESS_PROBABILITY: z
    .string()
    .regex(/^(0\.\d{1,12}|1)$/, "must be a probability such as 0.001")
    .transform(Number)
    .pipe(z.number().positive().max(1))
    .default(0.001),
  CODE_RESEND_SECONDS: integer(1, 3600).default(30),
  CODE_RESEND_LATER_SECONDS: integer(1, 3600).default(60),
  PENDING_LIFE_HOURS: integer(1, 720).default(24),
  PASSWORD_MIN: integer(8, 64).default(8),
  HASH_BACKEND: z.enum(["auto", "native", "wasm"]).default("auto"),
  HASH_MEMORY_KIB: integer(8, HASH_MEMORY_MAX_KIB).default(19_456),
  HASH_PASSES: integer(1, 10).default(2),
  HASH_CONCURRENCY: integer(1, 256).default(availableParallelism()),
  HASH_WAIT_MAX_MS: integer(100, 60_000).default(2500),
  LIMITS: z.enum(["enforce", "shadow", "off"]).default("enforce"),
  JOURNAL_MAX: integer(0, 10_000_000).default(20_000),
  OPS_USER: z
    .string()
    .regex(/^[\w.@-]{1,64}$/, "must be letters, digits and _ . @ -, 64 at most")
    .default("ops"),
  // None turns the operators' routes off.
  OPS_PASSWORD: z
    .string()
    .min(12)
    .regex(/^[\u0021-\u007e]+$/, "must be printable ASCII without blanks")
    .optional(),
  OPS_PORT: integer(0, 65_535).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  SHUTDOWN_DRAIN_MS: integer(0, 60_000).default(1500),
  SHUTDOWN_MAX_MS: integer(1000, 120_000).default(10_000),
});

export type Config = Readonly<z.infer<typeof environmentSchema> & { PUBLIC_URL: string }>;

/** Thrown by loadConfig; the message names every bad variable and never a value. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

type Environment = Record<string, string | undefined>;

// An empty variable counts as unset, which is what compose files make of an unset one.
const pickGiven = (names: string[], environment: Environment): Environment =>
  Object.fromEntries(
    names
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );

const codeSchema = environmentSchema.pick({
  CODE_TTL_SECONDS: true,
  CODE_ATTEMPTS: true,
  CODE_BUDGET: true,
  CODE_RESEND_SECONDS: true,
  CODE_RESEND_LATER_SECONDS: true,
  BREAKER_WRONG_CODES: true,
  MAX_GUESS_PROBABILITY: true,
});

/** The part of the configuration that is about codes. */
export type CodeConfig = z.infer<typeof codeSchema>;

/** Reads what is about codes alone, where no service is to run. Throws ConfigError with all problems at once. */
export function loadCodeConfig(environment: Environment): CodeConfig {
  const parsed = codeSchema.safeParse(pickGiven(Object.keys(codeSchema.shape), environment));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(describeIssue));
  return parsed.data;
}

/** Reads the environment once, at boot. Throws ConfigError with all problems at once. */
export function loadConfig(environment: Environment): Config {
  const given = pickGiven(Object.keys(environmentSchema.shape), environment);
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  if (given["OPS_PORT"] !== undefined && given["OPS_PASSWORD"] === undefined)
    problems.push("OPS_PASSWORD: is required with OPS_PORT");
  // Production is the default, so a forgotten NODE_ENV is checked as production too.
  const isProduction = (given["NODE_ENV"] ?? "production") === "production";
  if (isProduction) problems.push(...productionProblems(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { PUBLIC_URL = `http://127.0.0.1:${parsed.data.PORT}` } = parsed.data;
  return Object.freeze({ ...parsed.data, PUBLIC_URL });
}

// zod's messages for invalid_format and enums name what is expected, never what came; a value could be a secret.
function describeIssue(issue: z.core.$ZodIssue): string {
  const missing = issue.code === "invalid_type" && issue.message.includes("undefined");
  return `${issue.path.join(".")}: ${missing ? "is required" : issue.message}`;
}

function productionProblems(given: Environment): string[] {
  const problems = ["PUBLIC_URL", "EMAIL_FROM"]
    .filter((name) => given[name] === undefined)
    .map((name) => `${name}: is required in production`);
  const secret = given["SECRET_KEY"];
  const mailKey = given["EMAIL_API_KEY"];
  if (isWeakSecret(secret))
    problems.push(
      `SECRET_KEY: needs ${SECRET_LENGTH_MIN} random characters or more (openssl rand -base64 48)`,
    );
  if (isWellKnown(mailKey)) problems.push("EMAIL_API_KEY: is missing, or a default value");
  if (secret !== undefined && secret === mailKey)
    problems.push("SECRET_KEY: must differ from EMAIL_API_KEY");
  if (isWellKnownPassword(given["DATABASE_URL"]))
    problems.push("DATABASE_URL: its password is a default value");
  if (given["LIMITS"] !== undefined && given["LIMITS"] !== "enforce")
    problems.push("LIMITS: only enforce runs in production; single limits can be changed at /ops");
  const opsPassword = given["OPS_PASSWORD"];
  if (opsPassword !== undefined && (isWellKnown(opsPassword) || opsPassword === secret))
    problems.push("OPS_PASSWORD: is a default value, or the same as SECRET_KEY");
  if (Number(given["HASH_MEMORY_KIB"] ?? 19_456) * Number(given["HASH_PASSES"] ?? 2) < 35_840)
    problems.push("HASH_MEMORY_KIB × HASH_PASSES: below OWASP's minimum for argon2id (7168 × 5)");
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
  return new Set(value).size < 12;
}
