import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { openOtlpReceiver } from "../support/otlp-receiver.ts";
import {
  RUNTIMES,
  type RunningProcess,
  clientOf,
  startServiceProcess,
} from "../support/processes.ts";
import { newTrace, tracingTo } from "../support/traces.ts";
import { openReceiver } from "../support/webhook-receiver.ts";

/** Nobody listens there. */
const AWAY = "http://127.0.0.1:9";

async function registerMany(service: RunningProcess, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++)
    statuses.push((await register(clientOf(service), newPerson())).status);
  return statuses;
}

describe.each(RUNTIMES)("on %s", (runtime) => {
  test.for(["away", "silent", "failing"] as const)(
    "a collector that is %s fails no request and no mail, is told of in one line",
    async (how, { expect }) => {
      await using collector = await openOtlpReceiver(how === "silent" ? "never" : 400);
      await using provider = await openReceiver(202);
      await using service = await startServiceProcess(runtime, {
        ...tracingTo(how === "away" ? AWAY : collector.url),
        OTEL_EXPORTER_OTLP_TIMEOUT: "300",
        OTEL_BSP_MAX_QUEUE_SIZE: "16",
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "8",
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: provider.url,
        LIMITS: "off",
      });
      for (let round = 1; round <= 3; round++) {
        expect(await registerMany(service, 5)).toEqual([202, 202, 202, 202, 202]);
        await service.line(/traces cannot be exported/);
        await provider.nth(5 * round);
      }
      service.kill("SIGTERM");
      expect(await service.exited).toBe(0);
      const warnings = service.lines.filter((line) => line.includes("traces cannot be exported"));
      expect(warnings).toHaveLength(1);
    },
  );

  test.for(["away", "silent"] as const)(
    "a collector that is %s does not hold up the end, however long it may take to answer",
    async (how, { expect }) => {
      await using collector = await openOtlpReceiver("never");
      await using service = await startServiceProcess(runtime, {
        ...tracingTo(how === "away" ? AWAY : collector.url),
        OTEL_BSP_SCHEDULE_DELAY: "600000",
        OTEL_EXPORTER_OTLP_TIMEOUT: "600000",
        // At which it ends with 1.
        SHUTDOWN_MAX_MS: "8000",
        DATABASE_URL: await createDatabase(),
        EMAIL_API_URL: AWAY,
      });
      expect(await registerMany(service, 1)).toEqual([202]);
      await service.line(/"route":"\/users"/);
      service.kill("SIGTERM");
      expect(await service.exited).toBe(0);
      // It was asked.
      if (how === "silent") expect(collector.calls).toHaveLength(1);
    },
  );

  test("what a process did last is handed over before it ends, by each of its workers", async ({
    expect,
  }) => {
    await using collector = await openOtlpReceiver();
    await using provider = await openReceiver(202);
    await using service = await startServiceProcess(runtime, {
      ...tracingTo(collector.url),
      // Nothing goes out before the end.
      OTEL_BSP_SCHEDULE_DELAY: "600000",
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: provider.url,
      LIMITS: "off",
      WORKERS: "2",
    });
    const traces = Array.from({ length: 40 }, () => newTrace());
    // Each on a connection of its own, which the workers share out.
    for (const { traceparent } of traces)
      await fetch(`${service.url}/openapi.json`, {
        headers: { traceparent, connection: "close" },
      });
    await registerMany(service, 4);
    await provider.nth(4);
    expect(collector.calls).toEqual([]);
    service.kill("SIGTERM");
    expect(await service.exited).toBe(0);
    const known = new Set(collector.spans.map(({ traceId }) => traceId));
    for (const { traceId } of traces) expect(known).toContain(traceId);
    const jobs = collector.spans.filter(({ name }) => name === "process send_mail");
    expect(jobs).toHaveLength(4);
    const instances = new Set(collector.spans.map((span) => span.resource["service.instance.id"]));
    expect(instances.size).toBe(2);
  });
});

describe("without traces", () => {
  const printing = ["--import", "./test/support/print-loaded.ts"];

  /** Starts, serves, and tells which parts of OpenTelemetry it has loaded by its end. */
  async function loadedWith(environment: Record<string, string>): Promise<Set<string>> {
    await using service = await startServiceProcess(
      "node",
      { DATABASE_URL: await createDatabase(), EMAIL_API_URL: AWAY, ...environment },
      printing,
    );
    await register(clientOf(service), newPerson(), { traceparent: newTrace().traceparent });
    await service.line(/"route":"\/users"/);
    service.kill("SIGTERM");
    await service.exited;
    const names = service.lines.flatMap(
      (line) => /^loaded .*@opentelemetry\/([a-z-]+)\//.exec(line)?.[1] ?? [],
    );
    return new Set(names);
  }

  test.for([
    [{}, "nobody said where to"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: AWAY, OTEL_SDK_DISABLED: "true" }, "the SDK is disabled"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: AWAY, OTEL_TRACES_EXPORTER: "none" }, "there is no exporter"],
  ] as const)("the SDK is not even loaded: %o, %s", async ([environment], { expect }) => {
    // What prom-client loads by itself.
    expect(await loadedWith(environment)).toEqual(new Set(["api"]));
  });

  test("it is loaded where it is asked for", async ({ expect }) => {
    const loaded = await loadedWith({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: AWAY });
    expect(loaded).toContain("sdk-trace");
    expect(loaded).toContain("exporter-trace-otlp-proto");
  });

  test("no log line tells of a trace, and the provider is told of none", async ({ expect }) => {
    await using provider = await openReceiver(202);
    await using service = await startServiceProcess("node", {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: provider.url,
    });
    const { traceparent } = newTrace();
    const id = randomUUID();
    await register(clientOf(service), newPerson(), { traceparent, "x-request-id": id });
    const { headers } = await provider.nth(1);
    expect(headers["traceparent"]).toBeUndefined();
    expect(await service.line(new RegExp(id))).not.toContain("trace");
  });
});
