import { z } from "zod";
import { ACCOUNT_VARIABLES, accountProblems, passwordMin } from "./account-config.ts";
import {
  type Environment,
  describeIssue,
  headerText,
  integer,
  pickGiven,
  secret as headerSecret,
  url,
} from "./config-values.ts";
import { DATABASE_VARIABLES, databaseProblems } from "./database-config.ts";
import {
  EMAIL_VARIABLES,
  type ProviderSettings,
  parseProviderNames,
  readProviders,
} from "./email-config.ts";
import { REDIS_VARIABLES, redisProblems } from "./redis-config.ts";
import { HASH_VARIABLES } from "./hash-config.ts";
import { LIVE_VARIABLES } from "./live-config.ts";
import { PAGE_VARIABLES } from "./page-config.ts";
import { mailKeyProblems, productionProblems } from "./production-config.ts";
import { TRACE_VARIABLES } from "./trace-config.ts";

const DEVELOPMENT_SECRET = "development-only-secret-never-for-production";

/** Every variable, its default and its bounds. The README's table has one row for each; a test compares them. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: integer(0, 65_535).default(8080),
  WORKERS: integer(1, 64).default(1),
  PUBLIC_URL: url("http", "https").optional(),
  TRUSTED_PROXIES: integer(0, 10).default(0),
  ...DATABASE_VARIABLES,
  ...REDIS_VARIABLES,
  SECRET_KEY: z.string().default(DEVELOPMENT_SECRET),
  PRODUCT_NAME: headerText(60).default("Latchkey"),
  ...EMAIL_VARIABLES,
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
  ...ACCOUNT_VARIABLES,
  ...PAGE_VARIABLES,
  ...LIVE_VARIABLES,
  ...HASH_VARIABLES,
  LIMITS: z.enum(["enforce", "shadow", "off"]).default("enforce"),
  JOURNAL_MAX: integer(0, 10_000_000).default(20_000),
  OPS_USER: z
    .string()
    .regex(/^[\w.@-]{1,64}$/, "must be letters, digits and _ . @ -, 64 at most")
    .default("ops"),
  // None turns the operators' routes off.
  OPS_PASSWORD: headerSecret().min(12).optional(),
  OPS_PORT: integer(0, 65_535).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  // None writes no files.
  LOG_DIR: z.string().optional(),
  LOG_DAYS: integer(1, 3650).default(14),
  LOG_FILE_MB: integer(1, 10_000).default(100),
  ...TRACE_VARIABLES,
  SHUTDOWN_DRAIN_MS: integer(0, 60_000).default(1500),
  SHUTDOWN_MAX_MS: integer(1000, 120_000).default(10_000),
});

export type Config = Readonly<
  Omit<z.infer<typeof environmentSchema>, "PUBLIC_URL" | "TOKEN_AUDIENCE" | "EMAIL_PROVIDERS"> & {
    PUBLIC_URL: string;
    TOKEN_AUDIENCE: string;
    EMAIL_PROVIDERS: readonly ProviderSettings[];
  }
>;

/** Thrown by loadConfig; the message names every bad variable and never a value. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

const codeSchema = environmentSchema.pick({
  CODE_TTL_SECONDS: true,
  CODE_ATTEMPTS: true,
  CODE_BUDGET: true,
  CODE_RESEND_SECONDS: true,
  CODE_RESEND_LATER_SECONDS: true,
  BREAKER_WRONG_CODES: true,
  OTP_DIGITS: true,
  OTP_TTL_SECONDS: true,
  OTP_ATTEMPTS: true,
  OTP_BUDGET: true,
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

const databaseSchema = environmentSchema.pick({
  DATABASE_URL: true,
  DATABASE_DIRECT_URL: true,
  WEBHOOK_URL: true,
});

/** Reads where accounts are, and whom to tell of them. Throws ConfigError with all problems at once. */
export function loadDatabaseConfig(environment: Environment): z.infer<typeof databaseSchema> {
  const names = Object.keys(databaseSchema.shape);
  const parsed = databaseSchema.safeParse(pickGiven(names, environment));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(describeIssue));
  return parsed.data;
}

const mailSchema = z.object({
  PRODUCT_NAME: environmentSchema.shape.PRODUCT_NAME,
  ...EMAIL_VARIABLES,
});

/** The part of the configuration that is about mail. */
export type MailConfig = Pick<Config, keyof z.infer<typeof mailSchema>>;

/** Reads what is about mail alone, where no service is to run. Throws ConfigError with all problems at once. */
export function loadMailConfig(environment: Environment): MailConfig {
  const given = pickGiven([...Object.keys(mailSchema.shape), "NODE_ENV"], environment);
  const parsed = mailSchema.safeParse(given);
  const mail = readMail(given, environment);
  const problems = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  problems.push(...mail.problems);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return { ...parsed.data, EMAIL_PROVIDERS: mail.providers };
}

/** Reads the environment once, at boot. Throws ConfigError with all problems at once. */
export function loadConfig(environment: Environment): Config {
  const given = pickGiven(Object.keys(environmentSchema.shape), environment);
  const parsed = environmentSchema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  if (given["OPS_PORT"] !== undefined && given["OPS_PASSWORD"] === undefined)
    problems.push("OPS_PASSWORD: is required with OPS_PORT");
  const { WORKERS = "1", DATABASE_POOL_MAX = "10" } = given;
  if (Number(DATABASE_POOL_MAX) < 2 * Number(WORKERS))
    problems.push("DATABASE_POOL_MAX: needs 2 connections or more for each of WORKERS");
  problems.push(...databaseProblems(given), ...redisProblems(given), ...accountProblems(given));
  const mail = readMail(given, environment);
  problems.push(...mail.problems);
  if (isProduction(given)) problems.push(...productionProblems(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { PUBLIC_URL = `http://127.0.0.1:${parsed.data.PORT}` } = parsed.data;
  const { TOKEN_AUDIENCE = PUBLIC_URL } = parsed.data;
  return Object.freeze({
    ...parsed.data,
    PUBLIC_URL,
    TOKEN_AUDIENCE,
    PASSWORD_MIN: passwordMin(parsed.data.PASSWORD_PROFILE, parsed.data.PASSWORD_MIN),
    EMAIL_PROVIDERS: mail.providers,
  });
}

// Production is the default, so a forgotten NODE_ENV is checked as production too.
const isProduction = (given: Environment): boolean =>
  (given["NODE_ENV"] ?? "production") === "production";

function readMail(
  given: Environment,
  environment: Environment,
): { providers: ProviderSettings[]; problems: string[] } {
  const order = parseProviderNames(
    environmentSchema.shape.EMAIL_PROVIDERS.parse(given["EMAIL_PROVIDERS"]),
  );
  const { providers, problems } = readProviders(order.names, environment);
  if (isProduction(given)) {
    if (given["EMAIL_FROM"] === undefined) problems.push("EMAIL_FROM: is required in production");
    for (const name of order.names) problems.push(...mailKeyProblems(name, environment));
  }
  return { providers, problems: [...order.problems, ...problems] };
}
