import { AwsV4Signer } from "aws4fetch";
import { test } from "vitest";
import { createSes } from "../../../src/email/providers/ses.ts";
import {
  answering,
  interceptProvider,
  testMail,
  wholeRequest,
} from "../../support/provider-api.ts";

const ACCOUNT = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG" };
const URL_OF_REGION = "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails";

const provider = interceptProvider();
const send = createSes({
  region: "eu-west-1",
  ...ACCOUNT,
  apiUrl: null,
  configurationSet: "mail-events",
});

test("one request is the whole mail, with its id as tag and header, for the region", async ({
  expect,
}) => {
  const mail = testMail({ replyTo: "help@shop.test" });
  const { delivery, requests } = await provider.sendTo(send, answering(200, {}), mail);
  expect(delivery).toEqual({ kind: "accepted", said: "{}" });
  expect(requests).toHaveLength(1);
  const utf8 = (Data: string): object => ({ Data, Charset: "UTF-8" });
  expect(await wholeRequest(requests[0])).toEqual({
    request: `POST ${URL_OF_REGION}`,
    headers: {
      "x-amz-date": expect.stringMatching(/^\d{8}T\d{6}Z$/),
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/ses\/aws4_request, SignedHeaders=host;x-amz-date, Signature=[\da-f]{64}$/,
      ),
    },
    body: {
      // Names go as encoded words, in ASCII (RFC 2047).
      FromEmailAddress: `=?UTF-8?B?${btoa('CafÃ© "Shop", Inc <x@y.test>')}?= <no-reply@shop.test>`,
      Destination: { ToAddresses: [mail.to] },
      ReplyToAddresses: ["help@shop.test"],
      Content: {
        Simple: {
          Subject: utf8(mail.subject),
          Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
          Headers: [{ Name: "X-Latchkey-Message", Value: mail.messageId }],
        },
      },
      EmailTags: [{ Name: "message_id", Value: mail.messageId }],
      ConfigurationSetName: "mail-events",
    },
  });
});

test("what is not set is not sent, and a plain name goes as it is", async ({ expect }) => {
  const local = createSes({
    region: "us-east-1",
    ...ACCOUNT,
    apiUrl: "http://ses.test/",
    configurationSet: null,
  });
  const mail = testMail({ from: { name: "Shop, Inc", address: "a@shop.test" } });
  const { requests } = await provider.sendTo(local, answering(200), mail);
  const body: unknown = await requests[0]?.clone().json();
  expect(requests[0]?.url).toBe("http://ses.test/v2/email/outbound-emails");
  expect(body).toMatchObject({ FromEmailAddress: '"Shop, Inc" <a@shop.test>' });
  expect(body).not.toHaveProperty("ConfigurationSetName");
  expect(body).not.toHaveProperty("ReplyToAddresses");
});

test("the signature is that of the body which is sent, and of no other one", async ({ expect }) => {
  const { requests } = await provider.sendTo(send, answering(200));
  const [request] = requests;
  const signatureOf = async (body: string): Promise<string | null> => {
    const signed = await new AwsV4Signer({
      ...ACCOUNT,
      url: URL_OF_REGION,
      method: "POST",
      body,
      service: "ses",
      region: "eu-west-1",
      datetime: request?.headers.get("x-amz-date") ?? "",
    }).sign();
    return signed.headers.get("authorization");
  };
  const body = (await request?.text()) ?? "";
  expect(request?.headers.get("authorization")).toBe(await signatureOf(body));
  expect(request?.headers.get("authorization")).not.toBe(await signatureOf(`${body} `));
});

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
const ERRORS = [
  ["MessageRejected", 400, "Email address is not verified.", "misconfigured"],
  ["MailFromDomainNotVerifiedException", 400, "", "misconfigured"],
  ["AccountSuspendedException", 400, "", "misconfigured"],
  ["SendingPausedException", 400, "", "misconfigured"],
  ["NotFoundException", 404, "Configuration set does not exist.", "misconfigured"],
  ["BadRequestException", 400, "Missing final '@domain' in the address", "rejected"],
  ["BadRequestException", 400, "Local address contains control or whitespace", "rejected"],
  ["BadRequestException", 400, "Tag value is too long", "misconfigured"],
  ["TooManyRequestsException", 429, "Too many requests", "retry"],
  ["Throttling", 400, "Maximum sending rate exceeded.", "retry"],
  ["ThrottlingException", 400, "Rate exceeded", "retry"],
  ["InvalidSignatureException", 403, "Signature expired", "misconfigured"],
  ["SignatureDoesNotMatch", 403, "", "misconfigured"],
  ["InvalidClientTokenId", 403, "", "misconfigured"],
  ["UnrecognizedClientException", 403, "", "misconfigured"],
  ["ExpiredTokenException", 403, "", "misconfigured"],
  ["AccessDeniedException", 403, "not authorized to perform ses:SendEmail", "misconfigured"],
  ["InternalFailure", 500, "", "retry"],
  ["ServiceUnavailable", 503, "", "retry"],
] as const;

test.for(ERRORS)("%s (%i), %j, is %s", async ([name, status, message, kind], { expect }) => {
  const expected = { kind, reason: `answered ${status} ${name}` };
  const type = `${name}:http://internal.amazon.com/coral/com.amazonaws.sesv2/`;
  const byHeader = answering(status, { message }, { "x-amzn-errortype": type });
  expect((await provider.sendTo(send, byHeader)).delivery).toMatchObject(expected);
  const byBody = answering(status, { __type: `com.amazonaws.sesv2#${name}`, message });
  expect((await provider.sendTo(send, byBody)).delivery).toMatchObject(expected);
});

test.for([
  ["LimitExceededException", "There are too many instances."],
  ["TooManyRequestsException", "Daily message quota exceeded."],
] as const)("%s, %j, keeps mails away for a while", async ([name, message], { expect }) => {
  const answer = answering(429, { message }, { "x-amzn-errortype": name });
  expect((await provider.sendTo(send, answer)).delivery).toMatchObject({
    kind: "retry",
    afterMs: 600_000,
  });
});

test.for([
  [400, "misconfigured"],
  [403, "misconfigured"],
  [413, "misconfigured"],
  [429, "retry"],
  [500, "retry"],
] as const)("an answer %i without a known name is %s", async ([status, kind], { expect }) => {
  for (const answer of [answering(status, "<html>"), answering(status, { __type: "toString" })])
    expect((await provider.sendTo(send, answer)).delivery).toMatchObject({
      kind,
      reason: `answered ${status}`,
    });
});
