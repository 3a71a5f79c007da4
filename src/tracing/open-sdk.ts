import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import { deriveKeys } from "../keys.ts";
import type { Logger } from "../log.ts";
import type { TraceConfig } from "../trace-config.ts";
import { createOtelTracing } from "./otel-tracing.ts";
import { createSampler } from "./sampler.ts";
import { tellOfFailures } from "./tell-of-failures.ts";
import { useTracing } from "./tracing.ts";

/** So long the process waits at its end for a collector to take the last spans. */
const FLUSH_MAX_MS = 1000;

/** Starts OpenTelemetry's SDK in this process. Disposing of the result hands over what is left, or gives it up. */
export async function openSdk(
  config: TraceConfig & { SECRET_KEY: string },
  log: Logger,
): Promise<AsyncDisposable> {
  const provider = new TracerProvider({
    // What is said about this process by OTEL_RESOURCE_ATTRIBUTES goes before all else.
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          "service.name": config.OTEL_SERVICE_NAME,
          "service.instance.id": randomUUID(),
        }),
      )
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: createSampler(config, deriveKeys(config.SECRET_KEY).sampling),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellOfFailures(await createExporter(config), log),
        scheduledDelayMillis: config.OTEL_BSP_SCHEDULE_DELAY,
        maxQueueSize: config.OTEL_BSP_MAX_QUEUE_SIZE,
        maxExportBatchSize: config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      }),
    ],
  });
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  useTracing(createOtelTracing(provider.getTracer("latchkey")));
  return {
    async [Symbol.asyncDispose]() {
      useTracing(null);
      // What goes wrong was told by then.
      const flushed = provider.shutdown().catch(() => {});
      await Promise.race([flushed, delay(FLUSH_MAX_MS, undefined, { ref: false })]);
    },
  };
}

// The endpoint, its header fields, deadline, compression and certificates are read from the environment by the library.
async function createExporter(config: TraceConfig): Promise<SpanExporter> {
  const protocol = config.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? config.OTEL_EXPORTER_OTLP_PROTOCOL;
  const { OTLPTraceExporter } =
    protocol === "http/json"
      ? await import("@opentelemetry/exporter-trace-otlp-http")
      : await import("@opentelemetry/exporter-trace-otlp-proto");
  return new OTLPTraceExporter();
}
