import { describe, test } from "vitest";
import { type Person, newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import type { ReceivedSpan } from "../support/otlp-decode.ts";
import { openOtlpReceiver } from "../support/otlp-receiver.ts";
import {
  RUNTIMES,
  type RunningProcess,
  clientOf,
  startServiceProcess,
} from "../support/processes.ts";
import { type ClientTrace, newTrace, spansOf, tracingTo } from "../support/traces.ts";
import { openReceiver } from "../support/webhook-receiver.ts";

const SERVER = 2;

/** Registers somebody new in a trace of his own; somebody else where a crowded machine turned him away. */
async function registerTraced(service: RunningProcess): Promise<Person & { trace: ClientTrace }> {
  for (;;) {
    const person = { ...newPerson(), trace: newTrace() };
    const { traceparent } = person.trace;
    const { status } = await register(clientOf(service), person, { traceparent });
    if (status === 202) return person;
    if (status !== 503) throw new Error(`registration answered ${status}`);
  }
}

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("of many requests at once, each has its own trace as far as the provider", async ({
    expect,
  }) => {
    await using collector = await openOtlpReceiver();
    await using provider = await openReceiver(202);
    await using service = await startServiceProcess(runtime, {
      ...tracingTo(collector.url),
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: provider.url,
      LIMITS: "off",
    });
    const people = await Promise.all(Array.from({ length: 30 }, () => registerTraced(service)));
    const isOver = ({ name }: ReceivedSpan): boolean => name === "process send_mail";
    await collector.until(() =>
      people.every(({ trace }) => spansOf(collector.spans, trace).some(isOver)),
    );

    const byAddress = new Map(
      provider.calls.map(({ headers, body }) => [
        (JSON.parse(body) as { to: string }).to,
        String(headers["traceparent"]),
      ]),
    );
    const shapes = new Set<string>();
    for (const { email, trace } of people) {
      expect(byAddress.get(email)).toContain(trace.traceId);
      const spans = spansOf(collector.spans, trace);
      const own = new Set([trace.spanId, ...spans.map(({ spanId }) => spanId)]);
      for (const { name, parentSpanId } of spans) expect(own, name).toContain(parentSpanId);
      // What is asked for once for each.
      const once = [
        "POST /users",
        "write-registration",
        "hash password",
        "process send_mail",
        "find-queued-message",
        "begin-attempt",
        "settle-message",
        "send mail",
      ];
      shapes.add(once.map((name) => spans.filter((span) => span.name === name).length).join(","));
    }
    expect([...shapes]).toEqual(["1,1,1,1,1,1,1,1"]);
  });

  test("a mail that is tried again by another instance is still of the trace of its request", async ({
    expect,
  }) => {
    await using collector = await openOtlpReceiver();
    await using provider = await openReceiver(503, 202);
    const environment = {
      ...tracingTo(collector.url),
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: provider.url,
    };
    const trace = newTrace();
    {
      await using first = await startServiceProcess(runtime, environment);
      await register(clientOf(first), newPerson(), { traceparent: trace.traceparent });
      await first.line(/"mail not sent"/);
      first.kill("SIGTERM");
      expect(await first.exited).toBe(0);
    }
    await using second = await startServiceProcess(runtime, environment);
    await second.line(/"mail accepted"/);
    const traceparents = provider.calls.map(({ headers }) => String(headers["traceparent"]));
    expect(traceparents.map((each) => each.split("-")[1])).toEqual([trace.traceId, trace.traceId]);
    await collector.until(
      () =>
        spansOf(collector.spans, trace).filter((span) => span.name === "send mail").length === 2,
    );
    const failed = spansOf(collector.spans, trace).find(
      (span) => span.attributes["latchkey.mail.result"] === "retry",
    );
    expect(failed?.status).toBe(2);
  });

  test("what a client says it does not record is not recorded, and goes on unrecorded", async ({
    expect,
  }) => {
    await using collector = await openOtlpReceiver();
    await using provider = await openReceiver(202);
    await using service = await startServiceProcess(runtime, {
      ...tracingTo(collector.url),
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: provider.url,
    });
    const [unrecorded, recorded] = [newTrace("00"), newTrace()];
    await register(clientOf(service), newPerson(), { traceparent: unrecorded.traceparent });
    const mail = await provider.nth(1);
    expect(mail.headers["traceparent"]).toMatch(new RegExp(`^00-${unrecorded.traceId}-.*-00$`));
    await register(clientOf(service), newPerson(), { traceparent: recorded.traceparent });
    await collector.span(({ traceId, kind }) => traceId === recorded.traceId && kind === SERVER);
    expect(spansOf(collector.spans, unrecorded)).toEqual([]);
  });
});
