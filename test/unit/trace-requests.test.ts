import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { Hono } from "hono";
import { beforeAll, describe, test } from "vitest";
import type { HttpEnvironment } from "../../src/http/environment.ts";
import { traceRequests } from "../../src/http/trace-requests.ts";
import { createOtelTracing } from "../../src/tracing/otel-tracing.ts";
import type { Tracing } from "../../src/tracing/tracing.ts";
import { newTrace } from "../support/traces.ts";

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

function openTracer(): { tracer: Tracing; exporter: InMemorySpanExporter } {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return { tracer: createOtelTracing(provider.getTracer("test")), exporter };
}

type Exported = ReturnType<InMemorySpanExporter["getFinishedSpans"]>;

/** The spans that requests make, and what was active while they ran. */
async function trace(...requests: Request[]): Promise<{ spans: Exported; active: unknown[] }> {
  const { tracer, exporter } = openTracer();
  const active: unknown[] = [];
  const app = new Hono<HttpEnvironment>();
  app.use(traceRequests(tracer, "https://id.example.com"));
  app.all("*", async (_c, next) => {
    active.push(tracer.traceparent());
    await next();
  });
  app.get("/things/:id", (c) => c.text("there"));
  app.get("/broken", () => {
    throw new Error("of somebody@example.com");
  });
  app.get("/health/live", (c) => c.text("ok"));
  app.get("/metrics", (c) => c.text("ok"));
  app.onError((_error, c) => c.text("broken", 500));
  for (const request of requests) await app.request(request);
  return { spans: exporter.getFinishedSpans(), active };
}

const ask = (path: string, init?: RequestInit): Request =>
  new Request(`http://127.0.0.1${path}`, init);

describe("a request's span", () => {
  test("has the route's pattern, and nothing of the path or its query", async ({ expect }) => {
    const { spans } = await trace(ask("/things/secret-id?token=secret-token"));
    expect(spans.map(({ name }) => name)).toEqual(["GET /things/:id"]);
    expect(spans[0]?.attributes).toEqual({
      "http.request.method": "GET",
      "url.scheme": "https",
      "http.route": "/things/:id",
      "http.response.status_code": 200,
    });
  });

  test("has neither path nor method that a client made up", async ({ expect }) => {
    const { spans } = await trace(ask("/made-up", { method: "MADEUP" }));
    expect(spans.map(({ name }) => name)).toEqual(["HTTP"]);
    expect(spans[0]?.attributes).toMatchObject({ "http.request.method": "_OTHER" });
    expect(JSON.stringify(spans[0]?.attributes)).not.toMatch(/made-?up/i);
  });

  test("of a fault is an error, without its words", async ({ expect }) => {
    const { spans } = await trace(ask("/broken"), ask("/things/1"));
    expect(spans.map(({ status }) => status)).toEqual([{ code: 2 }, { code: 0 }]);
    expect(spans[0]?.attributes["error.type"]).toBe("500");
    expect(spans[0]?.events).toEqual([]);
    expect(JSON.stringify(spans[0]?.attributes)).not.toContain("example.com");
  });

  test("goes on with its client's trace, whose tracestate is not taken", async ({ expect }) => {
    const { traceparent, traceId, spanId } = newTrace();
    const headers = { traceparent, tracestate: "vendor=whatever" };
    const { spans, active } = await trace(ask("/things/1", { headers }));
    expect(spans[0]?.spanContext().traceId).toBe(traceId);
    expect(spans[0]?.parentSpanContext?.spanId).toBe(spanId);
    expect(spans[0]?.spanContext().traceState).toBeUndefined();
    expect(active).toEqual([`00-${traceId}-${spans[0]?.spanContext().spanId}-01`]);
  });

  test.for([
    "",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-01",
    "no traceparent",
  ])("begins a trace of its own where the traceparent is %j", async (traceparent, { expect }) => {
    const { spans } = await trace(ask("/things/1", { headers: { traceparent } }));
    expect(spans[0]?.parentSpanContext).toBeUndefined();
    expect(spans[0]?.spanContext().traceId).toMatch(/^[\da-f]{32}$/);
  });

  test("is not made of probes", async ({ expect }) => {
    const { spans, active } = await trace(ask("/health/live"), ask("/metrics"), ask("/things/1"));
    expect(spans.map(({ name }) => name)).toEqual(["GET /things/:id"]);
    expect(active.slice(0, 2)).toEqual([null, null]);
  });
});

describe("a span of a call", () => {
  test("ends as the call does, and is told of what failed by its class alone", async ({
    expect,
  }) => {
    const { tracer, exporter } = openTracer();
    const fault = Object.assign(new Error("value (somebody@example.com)"), { code: "23505" });
    const start = { name: "statement", kind: "client" } as const;
    const result = tracer.within({ ...start, name: "outer", parent: null }, () =>
      tracer.around(start, () => Promise.reject(fault)),
    );
    await expect(result).rejects.toBe(fault);
    const [inner, outer] = exporter.getFinishedSpans();
    expect(inner?.attributes).toEqual({ "error.type": "23505" });
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(JSON.stringify([inner?.attributes, inner?.status, inner?.events])).not.toContain("some");
  });

  test("has no place under one that has ended: what a timer does later is no part of it", async ({
    expect,
  }) => {
    const { tracer } = openTracer();
    const { promise: later, resolve } = Promise.withResolvers<boolean>();
    const during = await tracer.within(
      { name: "outer", kind: "server", parent: null },
      async () => {
        setTimeout(() => resolve(tracer.isRecording()), 1);
        return tracer.isRecording();
      },
    );
    expect([during, await later]).toEqual([true, false]);
  });
});
