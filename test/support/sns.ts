import { randomUUID, sign } from "node:crypto";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { selfSigned } from "./self-signed.ts";

export const REGION = "eu-west-1";
export const TOPIC = `arn:aws:sns:${REGION}:123456789012:mail`;
export const SNS_URL = `https://sns.${REGION}.amazonaws.com`;
export const CERTIFICATE_URL = `${SNS_URL}/SimpleNotificationService-${"a1".repeat(16)}.pem`;

/** Of these tests alone, and of this run. */
const { key: SNS_KEY, cert } = await selfSigned("sns.amazonaws.com", "rsa");
export const SNS_CERTIFICATE = cert;

export type SnsMessage = Record<string, string>;

const SIGNED = [
  "Message",
  "MessageId",
  "Subject",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
];

/** A message as SNS posts it, signed as SNS signs. */
export function signSns(fields: SnsMessage, key = SNS_KEY): SnsMessage {
  const message: SnsMessage = {
    Type: "Notification",
    MessageId: randomUUID(),
    TopicArn: TOPIC,
    Message: "",
    Timestamp: new Date().toISOString(),
    SignatureVersion: "2",
    SigningCertURL: CERTIFICATE_URL,
    UnsubscribeURL: `${SNS_URL}/?Action=Unsubscribe`,
    ...fields,
  };
  const text = SIGNED.filter((name) => name in message)
    .map((name) => `${name}\n${message[name]}\n`)
    .join("");
  const digest = message["SignatureVersion"] === "1" ? "sha1" : "sha256";
  return { ...message, Signature: sign(digest, Buffer.from(text), key).toString("base64") };
}

export type Sns = {
  /** What was asked of it, or of anybody else, since its last answer was set. */
  calls: string[];
  /** Answers with the certificate, unless otherwise told. */
  answerWith(answer?: (url: string) => Response): void;
  close(): void;
};

/** SNS, intercepted in this process, and the rest of the web with it. */
export function interceptSns(): Sns {
  const server = setupServer();
  server.listen({ onUnhandledFrame: "error" });
  const calls: string[] = [];
  return {
    calls,
    answerWith(answer = () => new HttpResponse(SNS_CERTIFICATE)) {
      calls.length = 0;
      server.use(
        http.get("*", ({ request }) => {
          calls.push(request.url);
          return answer(request.url);
        }),
      );
    },
    close: () => server.close(),
  };
}
