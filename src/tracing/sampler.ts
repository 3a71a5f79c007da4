import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { TraceConfig } from "../trace-config.ts";

/** The sampler of OTEL_TRACES_SAMPLER, which version 3 of the SDK leaves to its user. */
export function createSampler(
  config: Pick<TraceConfig, "OTEL_TRACES_SAMPLER" | "OTEL_TRACES_SAMPLER_ARG">,
): Sampler {
  const name = config.OTEL_TRACES_SAMPLER;
  const root = name.endsWith("always_on")
    ? new AlwaysOnSampler()
    : name.endsWith("always_off")
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(config.OTEL_TRACES_SAMPLER_ARG);
  return name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
}
