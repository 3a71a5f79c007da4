import { randomUUID } from "node:crypto";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { describe, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import { type WebhookEndpoint, openWebhookEndpoint } from "../../src/webhook-endpoint.ts";
import { type Call, openReceiver } from "../support/webhook-receiver.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

function open(url: string, secrets: string[]): WebhookEndpoint {
  const config = { WEBHOOK_URL: url, WEBHOOK_SECRETS: secrets, WEBHOOK_TIMEOUT_MS: 5000 };
  const endpoint = openWebhookEndpoint({
    config,
    log: createLog("silent"),
    metrics: createMetrics(),
  });
  if (!endpoint) throw new Error("there is no endpoint");
  return endpoint;
}

// Neither what Postgres makes of JSON nor what JavaScript does: only its bytes count.
const BODY =
  '{"type" : "user.activated","data":{"b":1, "a":"\u00fc \ud83d\ude00 \u2028","a" : 1.0}}';

/** One delivery as the receiver gets it. */
async function deliver(...secrets: string[]): Promise<Call & { id: string }> {
  await using receiver = await openReceiver(204);
  const endpoint = open(receiver.url, secrets);
  const id = randomUUID();
  using place = endpoint.enter();
  if (!place) throw new Error("there is no place");
  const delivery = await endpoint.deliver(place, { id, type: "user.activated", body: BODY });
  if (delivery.kind !== "accepted") throw new Error(delivery.kind);
  return { ...(await receiver.nth(1)), id };
}
const verify = (secret: string, { headers, body }: Call): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false });

describe("a delivery", () => {
  test("is a POST of the very bytes, with id, time and signature as Standard Webhooks says", async ({
    expect,
  }) => {
    const secret = newWebhookSecret();
    const call = await deliver(secret);
    expect(call.body).toBe(BODY);
    expect(call.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": call.id,
      "webhook-timestamp": expect.stringMatching(/^\d{10}$/),
      "webhook-signature": expect.stringMatching(/^v1,[A-Za-z\d+/]{43}=$/),
    });
    expect(() => verify(secret, call)).not.toThrow();
  });

  test("is signed with every secret, the newest first: a receiver may know either", async ({
    expect,
  }) => {
    const [newer, older] = [newWebhookSecret(), newWebhookSecret()];
    const call = await deliver(newer, older);
    expect(() => verify(newer, call)).not.toThrow();
    expect(() => verify(older, call)).not.toThrow();
    const signatures = String(call.headers["webhook-signature"]).split(" ");
    const at = new Date(Number(call.headers["webhook-timestamp"]) * 1000);
    expect(signatures).toEqual(
      [newer, older].map((secret) => new Webhook(secret).sign(call.id, at, BODY)),
    );
    // Whoever knows another one is told apart (control).
    expect(() => verify(newWebhookSecret(), call)).toThrow(WebhookVerificationError);
  });

  test.for<[string, (call: Call) => Call]>([
    ["its body", (call) => ({ ...call, body: call.body.replace("1.0", "1") })],
    ["its id", (call) => ({ ...call, headers: { ...call.headers, "webhook-id": randomUUID() } })],
    [
      "its time",
      (call) => ({
        ...call,
        headers: {
          ...call.headers,
          "webhook-timestamp": String(Number(call.headers["webhook-timestamp"]) + 1),
        },
      }),
    ],
  ])("whose %s was changed on the way does not verify", async ([, change], { expect }) => {
    const secret = newWebhookSecret();
    const call = await deliver(secret);
    expect(() => verify(secret, call)).not.toThrow();
    expect(() => verify(secret, change(call))).toThrow(WebhookVerificationError);
  });
});
