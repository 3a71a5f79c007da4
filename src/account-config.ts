import { z } from "zod";
import {
  type Environment,
  integer,
  origins,
  readBy,
  splitList,
  url,
  webhookSecret,
} from "./config-values.ts";
import { parseAudiences, parseProofKeys } from "./domain/audiences.ts";
import { parseOAuthClients } from "./domain/oauth-clients.ts";
import { parseKeySet } from "./tokens/key-set.ts";

const NIST_PASSWORD_MIN = 15;
/** Each is a signature of 47 bytes in a header. */
const WEBHOOK_SECRETS_MAX = 5;

/** The variables about passwords, sessions, clients and events. */
export const ACCOUNT_VARIABLES = {
  // nist: 15 characters at least, as NIST SP 800-63B-4 asks where the password is the only factor.
  PASSWORD_PROFILE: z.enum(["standard", "nist"]).default("standard"),
  BREACH_CHECK: z.enum(["on", "off"]).default("off"),
  BREACH_CHECK_URL: url("http", "https").default("https://api.pwnedpasswords.com"),
  BREACH_CHECK_WHEN_AWAY: z.enum(["allow", "deny"]).default("allow"),
  ACCESS_TOKEN_SECONDS: integer(30, 3600).default(300),
  // The service itself when there is none.
  TOKEN_AUDIENCE: z.string().min(1).max(255).optional(),
  // Private keys as a JWK Set. The key is derived from SECRET_KEY where neither is given.
  SIGNING_KEYS: readBy((text) => {
    const { keys, problems } = parseKeySet(text);
    return { value: keys, problems };
  }).optional(),
  SIGNING_KEYS_FILE: z.string().min(1).optional(),
  SESSION_IDLE_DAYS: integer(1, 400).default(30),
  SESSION_LIFE_DAYS: integer(1, 400).default(90),
  SESSIONS_MAX: integer(1, 1000).default(20),
  RESET_LIFE_MINUTES: integer(5, 60).default(15),
  OAUTH_CLIENTS: readBy(parseOAuthClients).optional(),
  OAUTH_PASSWORD_GRANT: z.enum(["on", "off"]).default("off"),
  // Whose pages may call the API from a browser.
  CORS_ORIGINS: origins(),
  // None: the product beside is told nothing.
  WEBHOOK_URL: url("http", "https")
    .refine(isWithoutCredentials, "must have no user and no password")
    .optional(),
  // The newest first; all of them sign.
  WEBHOOK_SECRETS: z
    .string()
    .transform(splitList)
    .pipe(z.array(webhookSecret()).max(WEBHOOK_SECRETS_MAX))
    .optional(),
  WEBHOOK_TIMEOUT_MS: integer(100, 60_000).default(15_000),
  OTP_DIGITS: integer(6, 10).default(8),
  OTP_TTL_SECONDS: integer(1, 600).default(600),
  OTP_ATTEMPTS: integer(1, 10).default(5),
  OTP_BUDGET: integer(1, 100).default(10),
  PROOF_SECONDS: integer(30, 3600).default(300),
  // Whom proofs may be for, besides TOKEN_AUDIENCE.
  PROOF_AUDIENCES: readBy(parseAudiences).optional(),
  // What proofs in the form for shared keys are signed with; their audiences need not be named twice.
  PROOF_KEYS: readBy(parseProofKeys).optional(),
  AUDIT_DAYS: integer(30, 4000).default(400),
};

/** What of these variables does not go together. Every problem is one line. */
export function accountProblems(given: Environment): string[] {
  const problems: string[] = [];
  const isTooShort = Number(given["PASSWORD_MIN"] ?? NIST_PASSWORD_MIN) < NIST_PASSWORD_MIN;
  if (given["PASSWORD_PROFILE"] === "nist" && isTooShort)
    problems.push(`PASSWORD_MIN: must be ${NIST_PASSWORD_MIN} or more with PASSWORD_PROFILE=nist`);
  if (given["WEBHOOK_URL"] !== undefined && given["WEBHOOK_SECRETS"] === undefined)
    problems.push("WEBHOOK_SECRETS: is required with WEBHOOK_URL");
  if (given["SIGNING_KEYS"] !== undefined && given["SIGNING_KEYS_FILE"] !== undefined)
    problems.push("SIGNING_KEYS: cannot be given with SIGNING_KEYS_FILE");
  return problems;
}

/** The characters that a password must have. */
export const passwordMin = (profile: "standard" | "nist", given: number): number =>
  profile === "nist" ? Math.max(given, NIST_PASSWORD_MIN) : given;

// fetch would refuse such an address each time.
function isWithoutCredentials(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed !== null && parsed.username === "" && parsed.password === "";
}
