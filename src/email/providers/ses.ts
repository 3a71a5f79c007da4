import { AwsClient } from "aws4fetch";
import { encodeWord } from "nodemailer/lib/mime-funcs";
import { z } from "zod";
import type { HttpAnswer, Judgement } from "../../outbound/http-post.ts";
import { QUOTA_PAUSE_MS, createHttpSender, joinUrl } from "../http-call.ts";
import { formatMailbox } from "../mailbox.ts";
import type { SendMail } from "../provider.ts";

const ENCODED_WORD_MAX = 52;

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors, and its common errors
const KINDS: Record<string, Judgement["kind"]> = {
  TooManyRequestsException: "retry",
  LimitExceededException: "retry",
  Throttling: "retry",
  ThrottlingException: "retry",
  RequestTimeout: "retry",
  RequestTimeoutException: "retry",
  InternalFailure: "retry",
  InternalServiceErrorException: "retry",
  ServiceUnavailable: "retry",
  // An unverified identity, or content that no reader would get either.
  MessageRejected: "misconfigured",
  MailFromDomainNotVerifiedException: "misconfigured",
  AccountSuspendedException: "misconfigured",
  SendingPausedException: "misconfigured",
  NotFoundException: "misconfigured",
  AccessDeniedException: "misconfigured",
  ExpiredTokenException: "misconfigured",
  IncompleteSignature: "misconfigured",
  InvalidClientTokenId: "misconfigured",
  InvalidSignatureException: "misconfigured",
  MissingAuthenticationTokenException: "misconfigured",
  OptInRequired: "misconfigured",
  RequestExpired: "misconfigured",
  SignatureDoesNotMatch: "misconfigured",
  UnrecognizedClientException: "misconfigured",
};

const errorSchema = z.object({ __type: z.string().optional(), message: z.string().default("") });

type SesOptions = {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Null: the region's own. */
  apiUrl: string | null;
  /** Null: the account's own, or none. */
  configurationSet: string | null;
};

/** Sends by SendEmail of Amazon SES v2, signed by SigV4. It has no idempotency keys; tracking is the configuration set's. */
export function createSes(options: SesOptions): SendMail {
  const { region, accessKeyId, secretAccessKey, configurationSet } = options;
  const signer = new AwsClient({ accessKeyId, secretAccessKey, region, service: "ses" });
  const base = options.apiUrl ?? `https://email.${region}.amazonaws.com`;
  const url = joinUrl(base, "/v2/email/outbound-emails");
  return createHttpSender({
    async request({ messageId, from, replyTo, to, subject, text, html }) {
      const body = JSON.stringify({
        FromEmailAddress: asciiMailbox(from),
        Destination: { ToAddresses: [to] },
        ...(replyTo === null ? {} : { ReplyToAddresses: [replyTo] }),
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: [{ Name: "X-Latchkey-Message", Value: messageId }],
          },
        },
        EmailTags: [{ Name: "message_id", Value: messageId }],
        ...(configurationSet === null ? {} : { ConfigurationSetName: configurationSet }),
      });
      const headers = { "content-type": "application/json" };
      const signed = await signer.sign(url, { method: "POST", headers, body });
      return { url, headers: Object.fromEntries(signed.headers), body };
    },
    judge,
  });
}

function judge({ headers, json }: HttpAnswer): Judgement | undefined {
  const error = errorSchema.safeParse(json).data;
  // The type may have a namespace before it and an address after it.
  const type = headers.get("x-amzn-errortype") ?? error?.__type ?? "";
  const name = /([A-Za-z]+)(?::|$)/.exec(type.split("#").at(-1) ?? "")?.[1] ?? "";
  // It says so of an address, as of a tag or another setting.
  if (name === "BadRequestException")
    return {
      kind: /address|domain/i.test(error?.message ?? "") ? "rejected" : "misconfigured",
      name,
    };
  if (Object.hasOwn(KINDS, name)) {
    const isQuota = name === "LimitExceededException" || /daily/i.test(error?.message ?? "");
    return {
      kind: KINDS[name] ?? "retry",
      name,
      ...(isQuota ? { pauseMs: QUOTA_PAUSE_MS } : {}),
    };
  }
  return undefined;
}

const utf8 = (text: string): { Data: string; Charset: string } => ({
  Data: text,
  Charset: "UTF-8",
});

/** SES takes names in ASCII alone, others as encoded words (RFC 2047). */
const asciiMailbox = ({ name, address }: { name: string; address: string }): string =>
  /^[\u0020-\u007e]*$/.test(name)
    ? formatMailbox({ name, address })
    : `${encodeWord(name, "B", ENCODED_WORD_MAX)} <${address}>`;
