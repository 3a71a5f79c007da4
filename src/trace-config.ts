import { z } from "zod";
import { integer, url } from "./config-values.ts";

const PROTOCOLS = ["http/protobuf", "http/json"] as const;

/**
 * The variables about traces: OpenTelemetry's own (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 * Where they go to, and with which header fields, the exporter reads by itself; here they are checked.
 */
export const TRACE_VARIABLES = {
  OTEL_SDK_DISABLED: z.enum(["true", "false"]).default("false"),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"]).default("otlp"),
  // None: no traces.
  OTEL_EXPORTER_OTLP_ENDPOINT: url("http", "https").optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url("http", "https").optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(PROTOCOLS).default("http/protobuf"),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.enum(PROTOCOLS).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: z.string().optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: integer(1, 600_000).default(10_000),
  OTEL_SERVICE_NAME: z.string().max(255).default("latchkey"),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
  OTEL_TRACES_SAMPLER: z
    .enum([
      "always_on",
      "always_off",
      "traceidratio",
      "parentbased_always_on",
      "parentbased_always_off",
      "parentbased_traceidratio",
    ])
    .default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,12})?|1(\.0{1,12})?)$/, "must be a share such as 0.1")
    .transform(Number)
    .pipe(z.number().min(0).max(1))
    .default(1),
  OTEL_BSP_SCHEDULE_DELAY: integer(1, 600_000).default(5000),
  OTEL_BSP_MAX_QUEUE_SIZE: integer(1, 1_000_000).default(2048),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: integer(1, 1_000_000).default(512),
};

/** The part of the configuration that is about traces. */
export type TraceConfig = z.infer<z.ZodObject<typeof TRACE_VARIABLES>>;

/** Whether there are to be traces: somebody said where to. */
export const isTraced = (
  config: Pick<
    TraceConfig,
    | "OTEL_SDK_DISABLED"
    | "OTEL_TRACES_EXPORTER"
    | "OTEL_EXPORTER_OTLP_ENDPOINT"
    | "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
  >,
): boolean =>
  config.OTEL_SDK_DISABLED === "false" &&
  config.OTEL_TRACES_EXPORTER === "otlp" &&
  (config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? config.OTEL_EXPORTER_OTLP_ENDPOINT) !== undefined;
