import { randomUUID, sign } from "node:crypto";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";

export const REGION = "eu-west-1";
export const TOPIC = `arn:aws:sns:${REGION}:123456789012:mail`;
export const SNS_URL = `https://sns.${REGION}.amazonaws.com`;
export const CERTIFICATE_URL = `${SNS_URL}/SimpleNotificationService-${"a1".repeat(16)}.pem`;

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

/** Of these tests alone; made by openssl, because Node makes no certificates. */
export const SNS_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDGzCCAgOgAwIBAgIUVKAmE5Khn/fDEuibWHXdkc6NEDowDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRc25zLmFtYXpvbmF3cy5jb20wIBcNMjYxMTIxMTA0ODA3
WhgPMjEyNjEwMjgxMDQ4MDdaMBwxGjAYBgNVBAMMEXNucy5hbWF6b25hd3MuY29t
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAp2+Um7Bp/X2vNITiSnFR
DUugLa6nxdF/+L7sL6SBxWkjJfa2BwZnX6G14yhIeFQ5CmqhGbSiC9cj8/JXIOIy
akkpJr+k9ib5KvD/sU7fH5dCQmDjAlt7ypPaNCMNBMErzOcZCA+KuAgKir7N0Ish
PbWeVJQOzr39SQhXEh5PDrUIZEKUMNMTrL1l/Dysk9wSaQv+X7+aY9unCKZ0QNSL
MvOTpeqHDY/7yzP0/sGewHfs0u52/xIrgyNlHnRkRxAOhtn7jPQ8W14G/9KJvF9q
gbNpek9PScD5EIlLy7/jMtZzZdE5LjDPYq32rOEG9ZlEdjdGcerDF27BbVSwguHr
RwIDAQABo1MwUTAdBgNVHQ4EFgQUyaT29lGYxRZzxbH2k3hpngURMwIwHwYDVR0j
BBgwFoAUyaT29lGYxRZzxbH2k3hpngURMwIwDwYDVR0TAQH/BAUwAwEB/zANBgkq
hkiG9w0BAQsFAAOCAQEAGA66l+7qWlHfp6deta7sYLiL8YEv+/5t4X6kDbTx0FLm
x5rceQx4xwcaztaf0RFnaria3qcRiDZrgUnXfYUanYTOwn0W6gyggfoFtQI3b3pI
vBeZQZj6gzaTsx41GcqM8UFIywXkv2lIYkIivYm2ZzILI3QSZfYOOrbKEAiPYp6F
k9eJV4SpQtqzzRvYbnti/T2b1DHNOG1sTqyu4rx7H6ky/EQTH8rBZmSO1L369ETz
IrAyyasNs9wHSonyfhuG3TYXW8OlfuOE7nVz23LZnJYJ13TIEsYhO+qIy8eQCGJD
YdZeQRZbgc28hnQ6laMbVt49LIbnbQlS3tmTkp0LEg==
-----END CERTIFICATE-----`;

const SNS_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCnb5SbsGn9fa80
hOJKcVENS6AtrqfF0X/4vuwvpIHFaSMl9rYHBmdfobXjKEh4VDkKaqEZtKIL1yPz
8lcg4jJqSSkmv6T2Jvkq8P+xTt8fl0JCYOMCW3vKk9o0Iw0EwSvM5xkID4q4CAqK
vs3QiyE9tZ5UlA7Ovf1JCFcSHk8OtQhkQpQw0xOsvWX8PKyT3BJpC/5fv5pj26cI
pnRA1Isy85Ol6ocNj/vLM/T+wZ7Ad+zS7nb/EiuDI2UedGRHEA6G2fuM9DxbXgb/
0om8X2qBs2l6T09JwPkQiUvLv+My1nNl0TkuMM9irfas4Qb1mUR2N0Zx6sMXbsFt
VLCC4etHAgMBAAECggEABjL0LMXds4W3uuYNZFwvRNXyWqUHKSSWH4uFPkfrVhFY
1jFjXX2eZ8TNvljh3GXVE5tAo61myOSj1bnsAX4RoV9cDeDPWeqCrYhTe/XdMbo6
UpYFUZnTF3wp4MxIN+jYlxmA37+GwnfpvzR/qKNXpuujSDzDEslBKDcOCJzlDtJH
SSjwr31e6aGkKGHq3fs1T46JAyok57X6633ww3Gb4QMy8kOmbaPAbQBHHBlnXS6b
NVRqOFBabfXDKqIFQEC1xxk/Ot0iFwI49+JFqAaIo8i6WeHtT/2zAwe7Ly1SJbqv
OMH+lFQga+wZHl9Gu5JOH3SHHdc/eeQp/vhJ5IFVYQKBgQDX8vBAN8wx9GQSUFW4
v5bvD0vRoq7zml0EZpne7+hfzmOd7/eSoO8geonArKGc9yJn8TLF1B3e0BdGgIl2
xVGoZMFzpVrbHBj7jIBDgtYlQAH9ynb6j/JXcGEMF7g8Sxg3syVhgFKo7N6lUfr3
mHFjPlLR2mLCWxMqsW28odhpHQKBgQDGfUiC20SqdK6j5VTtQZvP64i+v5oOJ/oY
ZCyLt3o1wFLFRtn7dnFJoyN7hMxVfxpk+8UGK8eyldKwmHmVkf7sW2zb4De1C9WM
XiGp1VPbQLRnG1j26x6VZPQFlD2IB2Q93e1Tgl3xyVDalwmljq0lJbgKVFlFvkCs
8H+ibdJcswKBgEOFxvGNgN+t1wyS6frWjU86rS5je+jXv3X8zugSg8pRMnzT58mF
YL/7EM+aKv51l+CAXqvU43IkBuMYleL5V8sblhGfBoW0h2tAR2rUojkLhpPglstJ
7zDABthNImJX6L6h2XJfOXlwdz2iIKMCm5G4jxTnADJdX+Tdjb6JrK1RAoGADnGV
cjhEgeblwnVwvacVkIbCN6c3raoJD/dSKoSadwjcvRBP0nWm/sXJUjayq9II+Ko9
hxpueLdgUot15YVvOIHapRFm3FzVGFbNOk+Uv5KwzgP2cFlhq1tiSnmkFJ79E2dv
2rDU50BQCugMwqhkPxzEjLPgnyueBzelAgvdz/MCgYAWf/H0aqtoebw3PCp3kx0/
bOxWzz3jvAJQqy+53NH4CrxQakxUEyecR3a3T+/sp16zJaBm2L+Na5UNp6v/meO2
pgqqmD1qqf9JOZKsJYqrbm7k5hV9akcnmM7iaE2T3WlhLL4CR4hK39LFDPMLc+sv
EhE0umczrl6wa1gIbx11IA==
-----END PRIVATE KEY-----`;
