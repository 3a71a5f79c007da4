import { z } from "zod";
import {
  type Environment,
  describeIssue,
  headerText,
  integer,
  json,
  pickGiven,
  publicKey,
  secret,
  url,
  webhookSecret,
} from "./config-values.ts";
import { LOCALES } from "./domain/locale.ts";
import { parseQuota } from "./domain/quota.ts";
import {
  type JsonTemplate,
  STANDARD_BODY,
  STANDARD_HEADERS,
  bodyProblem,
  headersProblem,
} from "./email/json-template.ts";
import { isPasswordBare, isSmtpUrl } from "./email/smtp-url.ts";

export const DEVELOPMENT_MAIL_KEY = "email-mock-key";

const color = z.string().regex(/^#[\da-f]{6}$/i, "must be a colour such as #0b5cad");

/** What is about mail, whoever sends it. */
export const EMAIL_VARIABLES = {
  EMAIL_PROVIDERS: z.string().default("http"),
  EMAIL_TIMEOUT_MS: integer(100, 60_000).default(5000),
  EMAIL_FAILOVER_AFTER_MS: integer(100, 60_000).default(1500),
  EMAIL_QUOTA_RESERVE: integer(0, 90).default(20),
  EMAIL_FROM: z.email().default("no-reply@latchkey.example"),
  EMAIL_FROM_NAME: headerText(60).optional(),
  EMAIL_REPLY_TO: z.email().optional(),
  EMAIL_LOCALE: z.enum(LOCALES).default("en"),
  EMAIL_ACCENT_COLOR: color.default("#0b5cad"),
  EMAIL_BACKGROUND_COLOR: color.default("#f3f4f6"),
  EMAIL_TEMPLATES_DIR: z.string().optional(),
  EMAIL_SUPPRESSION_DAYS: integer(1, 3650).default(90),
  MAIL_CONCURRENCY: integer(1, 100).default(25),
};

const host = (standard: string): z.ZodDefault<z.ZodURL> => url("http", "https").default(standard);

const quotaText = z.string().transform((text, context) => {
  const parsed = parseQuota(text);
  if (!parsed) context.addIssue("must be a quota such as 10000/1d");
  return parsed ?? z.NEVER;
});

/** What each kind of provider needs. */
export const PROVIDER_VARIABLES = {
  http: z.object({
    EMAIL_API_URL: url("http", "https"),
    EMAIL_API_PATH: z
      .string()
      .regex(/^\/\S*$/, "must begin with /")
      .default("/v1/messages"),
    EMAIL_API_KEY: secret().default(DEVELOPMENT_MAIL_KEY),
    EMAIL_API_HEADERS: json<Record<string, string>>(STANDARD_HEADERS, headersProblem),
    EMAIL_API_BODY: json<JsonTemplate>(STANDARD_BODY, bodyProblem),
    EMAIL_API_QUOTA: quotaText.optional(),
    EMAIL_API_WEBHOOK_SECRET: webhookSecret().optional(),
  }),
  resend: z.object({
    RESEND_API_KEY: secret(),
    RESEND_API_URL: host("https://api.resend.com"),
    RESEND_QUOTA: quotaText.optional(),
    RESEND_WEBHOOK_SECRET: webhookSecret().optional(),
  }),
  postmark: z.object({
    POSTMARK_TOKEN: secret(),
    POSTMARK_API_URL: host("https://api.postmarkapp.com"),
    POSTMARK_STREAM: z.string().default("outbound"),
    POSTMARK_QUOTA: quotaText.optional(),
    POSTMARK_WEBHOOK_PASSWORD: secret().optional(),
  }),
  sendgrid: z.object({
    SENDGRID_API_KEY: secret(),
    SENDGRID_API_URL: host("https://api.sendgrid.com"),
    SENDGRID_QUOTA: quotaText.optional(),
    SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey().optional(),
  }),
  mailgun: z.object({
    MAILGUN_API_KEY: secret(),
    MAILGUN_DOMAIN: z.string().regex(/^[\w.-]+$/, "must be a domain"),
    MAILGUN_API_URL: host("https://api.mailgun.net"),
    MAILGUN_QUOTA: quotaText.optional(),
    MAILGUN_WEBHOOK_KEY: secret().optional(),
  }),
  ses: z.object({
    SES_REGION: z.string().regex(/^[a-z\d-]+$/, "must be a region such as eu-west-1"),
    SES_ACCESS_KEY_ID: secret(),
    SES_SECRET_ACCESS_KEY: secret(),
    SES_API_URL: url("http", "https").optional(),
    SES_CONFIGURATION_SET: z
      .string()
      .regex(/^[\w-]+$/)
      .optional(),
    SES_QUOTA: quotaText.optional(),
    SES_WEBHOOK_TOPIC: z
      .string()
      .regex(/^arn:aws[\w-]*:sns:[a-z\d-]+:\d{12}:[\w-]+$/, "must be the ARN of a topic")
      .optional(),
  }),
  smtp: z
    .object({
      SMTP_URL: url("smtp", "smtps").refine(isSmtpUrl, "needs a host, and % signs encoded as %25"),
      // required: STARTTLS or nothing; without it, off is for a relay on this very machine.
      SMTP_TLS: z.enum(["required", "off"]).default("required"),
      SMTP_CONNECTIONS: integer(1, 50).default(5),
      SMTP_QUOTA: quotaText.optional(),
    })
    .refine(
      ({ SMTP_URL, SMTP_TLS }) => !isSmtpUrl(SMTP_URL) || !isPasswordBare(SMTP_URL, SMTP_TLS),
      {
        path: ["SMTP_TLS"],
        message: "off would send the password in the clear",
      },
    ),
};

export type ProviderType = keyof typeof PROVIDER_VARIABLES;
/** One provider's settings; its name is its type, or type:label for the second of a type. */
export type ProviderSettings = {
  [Type in ProviderType]: { type: Type; name: string } & z.output<
    (typeof PROVIDER_VARIABLES)[Type]
  >;
}[ProviderType];

const isProviderType = (type: string): type is ProviderType =>
  Object.hasOwn(PROVIDER_VARIABLES, type);

export type ProviderName = { name: string; type: ProviderType; suffix: string };

/**
 * Reads the order in which providers are asked: "resend,smtp", or "smtp,smtp:backup", where the variables of the latter
 * end in _BACKUP. Returns every problem as one line.
 */
export function parseProviderNames(order: string): { names: ProviderName[]; problems: string[] } {
  const all = order.split(",").map((name) => name.trim());
  const distinct = [...new Set(all)];
  const names = distinct.flatMap((name): ProviderName[] => {
    const [, type = "", label] = /^([a-z]+)(?::([a-z\d]{1,20}))?$/.exec(name) ?? [];
    const suffix = label === undefined ? "" : `_${label.toUpperCase()}`;
    return isProviderType(type) ? [{ name, type, suffix }] : [];
  });
  const problems: string[] = [];
  if (names.length < distinct.length)
    problems.push(
      `EMAIL_PROVIDERS: must be a list of ${Object.keys(PROVIDER_VARIABLES).join(", ")}, each alone or as type:label`,
    );
  if (distinct.length < all.length) problems.push("EMAIL_PROVIDERS: names one twice");
  return { names, problems };
}

/** Reads what each provider needs. Returns every problem as one line. */
export function readProviders(
  names: readonly ProviderName[],
  environment: Environment,
): { providers: ProviderSettings[]; problems: string[] } {
  const providers: ProviderSettings[] = [];
  const problems: string[] = [];
  for (const { name, type, suffix } of names) {
    const schema = PROVIDER_VARIABLES[type];
    const variables = Object.keys(schema.shape);
    const given = pickGiven(
      variables,
      Object.fromEntries(variables.map((each) => [each, environment[each + suffix]])),
    );
    const parsed = schema.safeParse(given);
    if (parsed.success) providers.push({ type, name, ...parsed.data } as ProviderSettings);
    else
      for (const issue of parsed.error.issues)
        problems.push(describeIssue({ ...issue, path: [`${String(issue.path[0])}${suffix}`] }));
  }
  return { providers, problems };
}
