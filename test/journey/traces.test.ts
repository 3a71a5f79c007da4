import {
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_STORED_PROCEDURE_NAME,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_SCHEME,
} from "@opentelemetry/semantic-conventions";
import { describe, test } from "vitest";
import { basic, newPerson, postJson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import type { ReceivedSpan } from "../support/otlp-decode.ts";
import { openOtlpReceiver } from "../support/otlp-receiver.ts";
import { RUNTIMES, clientOf, startServiceProcess } from "../support/processes.ts";
import { formsOf, newTrace, spansOf, tracingTo } from "../support/traces.ts";
import { openReceiver } from "../support/webhook-receiver.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

const [SERVER, CLIENT, CONSUMER] = [2, 3, 5];
/** All that a span may tell; nothing of it is of a person, or was typed by one. */
const TOLD = new Set([
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_SCHEME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_STORED_PROCEDURE_NAME,
  "messaging.system",
  "messaging.destination.name",
  "messaging.operation.name",
  "messaging.operation.type",
  "latchkey.mail.provider",
  "latchkey.mail.result",
  "latchkey.problem.code",
  "error.type",
]);

const isPost = (span: ReceivedSpan, url: string): boolean =>
  span.kind === CLIENT && span.attributes[ATTR_SERVER_PORT] === Number(new URL(url).port);

describe.each(
  RUNTIMES.flatMap((runtime) =>
    (["http/protobuf", "http/json"] as const).map((protocol) => [runtime, protocol] as const),
  ),
)("on %s by %s", (runtime, protocol) => {
  test("one trace goes from the client's through HTTP, Postgres, Redis, the job and the provider; and it tells no secret", async ({
    expect,
  }) => {
    await using collector = await openOtlpReceiver();
    await using provider = await openReceiver(202);
    await using product = await openReceiver(204);
    const planted = newPerson();
    const webhookSecret = newWebhookSecret();
    const apiKey = `key-${planted.password}-of-the-provider`;
    await using service = await startServiceProcess(runtime, {
      ...tracingTo(collector.url),
      // What the specification names as the default goes without saying.
      ...(protocol === "http/json" ? { OTEL_EXPORTER_OTLP_PROTOCOL: protocol } : {}),
      OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=of%20this%20test",
      OTEL_RESOURCE_ATTRIBUTES: `planted=${encodeURIComponent(planted.email)}`,
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: provider.url,
      EMAIL_API_KEY: apiKey,
      WEBHOOK_URL: `${product.url}/secret-path-of-the-product`,
      WEBHOOK_SECRETS: webhookSecret,
    });
    const client = clientOf(service);
    const person = newPerson();
    const [registration, activation] = [newTrace(), newTrace()];

    const registered = await register(client, person, { traceparent: registration.traceparent });
    expect(registered.status).toBe(202);
    const mail = await provider.nth(1);
    const code = codeIn(JSON.parse(mail.body) as { text: string });
    const headers = { authorization: basic(person), traceparent: activation.traceparent };
    const activated = await client.request("/auth/activate", postJson({ code }, headers));
    expect(activated.status).toBe(200);
    const signedIn = await client.request("/sessions", {
      method: "POST",
      headers: { authorization: basic(person) },
    });
    const tokens = (await signedIn.json()) as Record<string, string>;
    await product.nth(2);

    await collector.until(
      () =>
        spansOf(collector.spans, registration).filter(({ kind }) => kind === CONSUMER).length > 1 &&
        spansOf(collector.spans, activation).some((span) => isPost(span, product.url)),
    );
    const spans = spansOf(collector.spans, registration);
    const named = (name: string | RegExp): ReceivedSpan => {
      const found = spans.find((span) =>
        typeof name === "string" ? span.name === name : name.test(span.name),
      );
      if (!found) throw new Error(`no ${name} in ${spans.map((each) => each.name).join(", ")}`);
      return found;
    };
    const server = named("POST /users");
    expect(server).toMatchObject({
      parentSpanId: registration.spanId,
      kind: SERVER,
      attributes: {
        [ATTR_HTTP_REQUEST_METHOD]: "POST",
        [ATTR_HTTP_ROUTE]: "/users",
        [ATTR_HTTP_RESPONSE_STATUS_CODE]: 202,
        [ATTR_URL_SCHEME]: "http",
      },
      resource: { "service.name": "latchkey" },
    });
    expect(named("write-registration")).toMatchObject({
      parentSpanId: server.spanId,
      kind: CLIENT,
      attributes: {
        [ATTR_DB_SYSTEM_NAME]: "postgresql",
        [ATTR_DB_QUERY_SUMMARY]: "write-registration",
      },
    });
    const script = spans.find(
      ({ attributes, parentSpanId }) =>
        attributes[ATTR_DB_SYSTEM_NAME] === "redis" && parentSpanId === server.spanId,
    );
    expect(script?.name).toMatch(/^EVALSHA [a-zA-Z-]+(-\d)?$/);
    expect(named("hash password").parentSpanId).toBe(server.spanId);
    const job = named("process send_mail");
    expect(job).toMatchObject({ parentSpanId: server.spanId, kind: CONSUMER });
    expect(named("find-queued-message").parentSpanId).toBe(job.spanId);
    const handover = named("send mail");
    expect(handover.parentSpanId).toBe(job.spanId);
    const post = spans.find((span) => isPost(span, provider.url));
    expect(post?.parentSpanId).toBe(handover.spanId);
    expect(mail.headers["traceparent"]).toBe(`00-${registration.traceId}-${post?.spanId ?? ""}-01`);
    // Of each of both requests the product is told as a part of its trace.
    const told = product.calls.map((call) => call.headers["traceparent"]);
    for (const { traceId } of [registration, activation])
      expect(told).toContainEqual(expect.stringContaining(traceId));

    const ids = new Set(collector.spans.map(({ spanId }) => spanId));
    expect(ids.size).toBe(collector.spans.length);
    for (const each of spans.filter((span) => span !== server))
      expect(ids, each.name).toContain(each.parentSpanId);
    expect(collector.calls[0]).toMatchObject({
      path: "/v1/traces",
      headers: {
        "x-tenant": "of this test",
        "content-type": protocol === "http/json" ? "application/json" : "application/x-protobuf",
      },
    });

    // Log lines and spans join.
    const line = JSON.parse(await service.line(/"route":"\/users"/)) as Record<string, unknown>;
    expect(line).toMatchObject({
      trace_id: registration.traceId,
      span_id: server.spanId,
      trace_flags: "01",
    });
    expect(JSON.parse(await service.line(/"mail accepted"/))).toMatchObject({
      trace_id: registration.traceId,
      span_id: job.spanId,
    });

    const all = Buffer.concat(collector.calls.map(({ body }) => body)).toString("latin1");
    const finds = (secret: string): string[] =>
      formsOf(secret).filter((form) => all.includes(form));
    expect(finds(planted.email)).toContain(planted.email);
    const secrets = [
      person.email,
      person.email.split("@")[0] ?? "",
      person.password,
      basic(person).slice("Basic ".length),
      apiKey,
      webhookSecret,
      "secret-path-of-the-product",
      ...Object.values(tokens).filter((value) => typeof value === "string" && value.length > 20),
    ];
    expect(secrets.length).toBeGreaterThan(8);
    for (const secret of secrets) expect(finds(secret), secret).toEqual([]);
    const attributes = collector.spans.flatMap((span) => Object.entries(span.attributes));
    expect([...new Set(attributes.map(([key]) => key))].filter((key) => !TOLD.has(key))).toEqual(
      [],
    );
    const texts = [...attributes.map(([, value]) => value), ...collector.spans.map((s) => s.name)];
    const isTold = (digits: string): boolean =>
      texts.some((text) => typeof text === "string" && text.includes(digits));
    expect(isTold("process")).toBe(true);
    expect(isTold(code)).toBe(false);
  });
});
