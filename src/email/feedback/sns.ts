import { X509Certificate } from "node:crypto";
import { FetchError, ofetch } from "ofetch";
import SnsPayloadValidator from "sns-payload-validator";
import { z } from "zod";
import { type Outcome, UnavailableError, accept, refuse } from "../../domain/failure.ts";
import { parseJson } from "../../domain/parse-json.ts";
import { isWithin } from "./feedback.ts";

/** A delivery policy ends after an hour at most, and the time that is signed is that of the first attempt. */
const AGE_MAX_MS = 3_600_000 + 5 * 60_000;
const CALL_TIMEOUT_MS = 5000;
const CERTIFICATES_MAX = 10;
const RETRY_AFTER_SECONDS = 30;
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[a-zA-Z\d]{32}\.pem$/;

const envelopeSchema = z.object({
  Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().nullish(),
  Timestamp: z.iso.datetime(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.string(),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
type Envelope = z.infer<typeof envelopeSchema>;

/** Reads one HTTP delivery: the message that was published, or null for what SNS says on its own behalf. */
type ReadTopic = (
  body: string | null,
) => Promise<Outcome<string | null, "invalid_signature" | "malformed_request">>;

/**
 * Reads what Amazon SNS delivers of one topic, and confirms the subscription to it. Only certificates and confirmations
 * at SNS in the topic's own region are fetched. Throws UnavailableError when SNS does not answer.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function createTopicReader(topicArn: string): ReadTopic {
  const validator = new SnsPayloadValidator({ maxCerts: CERTIFICATES_MAX });
  // Its own way to fetch one has no deadline, and keeps an error page as if it were a certificate.
  const { certCache } = validator as unknown as { certCache: Map<string, string> };
  const host = snsHost(topicArn);

  async function isSigned(envelope: Envelope): Promise<boolean> {
    const certificateUrl = envelope.SigningCertURL;
    // As it is written: each other way to write it would be fetched anew, and crowd the right one out of the cache.
    if (!isAt(host, certificateUrl, CERTIFICATE_PATH) || !isPlain(certificateUrl)) return false;
    const certificate = certCache.get(certificateUrl) ?? (await fetchCertificate(certificateUrl));
    if (certificate === null) return false;
    certCache.set(certificateUrl, certificate);
    return validator.validate(envelope as SnsPayloadValidator.SnsPayload).then(
      () => true,
      () => false,
    );
  }

  return async (body) => {
    const { success, data: envelope } = envelopeSchema.safeParse(parseJson(body));
    if (!success) return refuse("malformed_request", { detail: "The body is no message of SNS." });
    // Before anything is fetched: others can have SNS sign messages of their topics.
    if (envelope.TopicArn !== topicArn)
      return refuse("invalid_signature", { detail: "It is of another topic." });
    if (!isWithin(Date.parse(envelope.Timestamp), AGE_MAX_MS))
      return refuse("invalid_signature", { detail: "The time of the signature is too far away." });
    if (!(await isSigned(envelope)))
      return refuse("invalid_signature", { detail: "The signature does not fit." });
    if (envelope.Type === "Notification") return accept(envelope.Message);
    if (envelope.Type === "SubscriptionConfirmation") {
      const { SubscribeURL: subscribeUrl = "" } = envelope;
      if (!isAt(host, subscribeUrl, /^\/$/))
        return refuse("malformed_request", { detail: "SubscribeURL is not at SNS." });
      await confirm(subscribeUrl);
    }
    return accept(null);
  };
}

// An ARN is arn:partition:sns:region:account:topic.
function snsHost(topicArn: string): string {
  const [, partition, , region = ""] = topicArn.split(":");
  return `sns.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
}

function isAt(host: string, text: string, path: RegExp): boolean {
  const url = URL.parse(text);
  const isBare = url?.username === "" && url.password === "";
  return isBare && url.origin === `https://${host}` && path.test(url.pathname);
}

function isPlain(text: string): boolean {
  const { origin, pathname } = new URL(text);
  return text === origin + pathname;
}

const call = (url: string): Promise<string> =>
  ofetch<string, "text">(url, {
    responseType: "text",
    retry: 0,
    redirect: "error",
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });

/** A certificate, as PEM; null when SNS says that it has no such one. */
async function fetchCertificate(url: string): Promise<string | null> {
  try {
    const pem = await call(url);
    return new X509Certificate(pem).toString();
  } catch (error) {
    const status = error instanceof FetchError ? (error.statusCode ?? 0) : 0;
    if (status >= 400 && status < 500) return null;
    throw new UnavailableError("unavailable", RETRY_AFTER_SECONDS, error);
  }
}

async function confirm(subscribeUrl: string): Promise<void> {
  try {
    await call(subscribeUrl);
  } catch {
    // Without its cause, which repeats the address: the token in it would get into the log.
    throw new UnavailableError("unavailable", RETRY_AFTER_SECONDS);
  }
}
