import { HttpResponse } from "msw";
import { afterAll, beforeAll, beforeEach, describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import type { ReadFeedback } from "../../src/email/feedback/feedback.ts";
import { createSesFeedback } from "../../src/email/feedback/ses.ts";
import {
  CERTIFICATE_URL,
  SNS_CERTIFICATE,
  SNS_URL,
  type Sns,
  type SnsMessage,
  TOPIC,
  interceptSns,
  signSns,
} from "../support/sns.ts";
import { answerOf } from "../support/webhooks.ts";

let sns: Sns;
beforeAll(() => {
  sns = interceptSns();
});
beforeEach(() => sns.answerWith());
afterAll(() => sns.close());

const post = (read: ReadFeedback, message: unknown): ReturnType<ReadFeedback> =>
  read({ headers: new Headers(), body: Buffer.from(JSON.stringify(message)) });
const codeOf = (read: ReadFeedback, message: unknown): Promise<string> =>
  answerOf(post(read, message));

describe("a subscription", () => {
  const subscribeUrl = `${SNS_URL}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f37`;
  const confirmation = (more: SnsMessage = {}): SnsMessage =>
    signSns({
      Type: "SubscriptionConfirmation",
      Message: "You have chosen to subscribe…",
      Token: "2336412f37",
      SubscribeURL: subscribeUrl,
      ...more,
    });

  test("to the topic is confirmed once it is believed", async ({ expect }) => {
    const read = createSesFeedback(TOPIC);
    expect(await post(read, confirmation())).toEqual({ ok: true, value: [] });
    expect(sns.calls).toEqual([CERTIFICATE_URL, subscribeUrl]);
  });

  test("to another topic, or at another host, is not", async ({ expect }) => {
    const read = createSesFeedback(TOPIC);
    expect(await codeOf(read, confirmation({ TopicArn: `${TOPIC}2` }))).toBe("invalid_signature");
    const forged = { ...confirmation(), SubscribeURL: `${subscribeUrl}0` };
    expect(await codeOf(read, forged)).toBe("invalid_signature");
    for (const url of ["https://attacker.test/", "http://169.254.169.254/", ""]) {
      const message = confirmation({ SubscribeURL: url });
      expect(await codeOf(read, message), url).toBe("malformed_request");
    }
    expect(new Set(sns.calls)).toEqual(new Set([CERTIFICATE_URL]));
  });

  test("that SNS does not confirm is asked for again, and its token is in no error", async ({
    expect,
  }) => {
    sns.answerWith((url) =>
      url === CERTIFICATE_URL
        ? new HttpResponse(SNS_CERTIFICATE)
        : new HttpResponse(null, { status: 500 }),
    );
    const error: unknown = await post(createSesFeedback(TOPIC), confirmation()).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(UnavailableError);
    expect((error as Error).cause).toBeUndefined();
  });

  test("that ends is left alone", async ({ expect }) => {
    const message = confirmation({ Type: "UnsubscribeConfirmation" });
    expect(await codeOf(createSesFeedback(TOPIC), message)).toBe("accepted");
    expect(sns.calls).toEqual([CERTIFICATE_URL]);
  });
});
