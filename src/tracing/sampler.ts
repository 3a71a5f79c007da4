import { type KeyObject, createHmac } from "node:crypto";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { TraceConfig } from "../trace-config.ts";

/** The sampler of OTEL_TRACES_SAMPLER, which version 3 of the SDK leaves to its user. Instances with one key agree on a trace. */
export function createSampler(
  config: Pick<TraceConfig, "OTEL_TRACES_SAMPLER" | "OTEL_TRACES_SAMPLER_ARG">,
  key: KeyObject,
): Sampler {
  const name = config.OTEL_TRACES_SAMPLER;
  const root = name.endsWith("always_on")
    ? new AlwaysOnSampler()
    : name.endsWith("always_off")
      ? new AlwaysOffSampler()
      : createShareSampler(config.OTEL_TRACES_SAMPLER_ARG, key);
  return name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
}

// Clients choose the ids of their traces, and the SDK's own sampler records those that XOR to little.
function createShareSampler(share: number, key: KeyObject): Sampler {
  const sampler = new TraceIdRatioBasedSampler(share);
  return {
    shouldSample(context, traceId) {
      const digest = createHmac("sha256", key).update(traceId).digest("hex");
      return sampler.shouldSample(context, digest.slice(0, traceId.length));
    },
    toString: () => sampler.toString(),
  };
}
