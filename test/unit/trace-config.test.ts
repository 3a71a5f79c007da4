import { ROOT_CONTEXT } from "@opentelemetry/api";
import { ExportResultCode } from "@opentelemetry/core";
import {
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import { describe, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { deriveKeys } from "../../src/keys.ts";
import { isTraced } from "../../src/trace-config.ts";
import { createSampler } from "../../src/tracing/sampler.ts";
import { tellOfFailures } from "../../src/tracing/tell-of-failures.ts";
import { load, problemsOf } from "../support/config.ts";

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };

test.for([
  [{}, false],
  [ENDPOINT, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://collector/v1/traces" }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, false],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: "true" }, false],
  [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: "none" }, false],
] as const)("with %o, that there are traces is %s", ([given, expected], { expect }) => {
  expect(isTraced(load(given))).toBe(expected);
});

test.for([
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
  ["OTEL_TRACES_SAMPLER", "jaeger_remote"],
  ["OTEL_TRACES_SAMPLER_ARG", "1.5"],
  ["OTEL_TRACES_SAMPLER_ARG", "ten"],
  ["OTEL_SDK_DISABLED", "perhaps"],
] as const)("%s as %s is refused at the start, without its value", ([name, value], { expect }) => {
  const problems = problemsOf({ [name]: value });
  expect(problems).toEqual([expect.stringContaining(`${name}: `)]);
  expect(problems.join("")).not.toContain(value);
});

const { sampling } = deriveKeys("a secret of a test");

describe("the sampler is the one that is named", () => {
  test.for([
    ["always_on", "AlwaysOnSampler"],
    ["always_off", "AlwaysOffSampler"],
    ["traceidratio", "TraceIdRatioBased{0.25}"],
    ["parentbased_always_on", "ParentBased{root=AlwaysOnSampler,"],
    ["parentbased_always_off", "ParentBased{root=AlwaysOffSampler,"],
    ["parentbased_traceidratio", "ParentBased{root=TraceIdRatioBased{0.25},"],
  ] as const)("%s", ([name, told], { expect }) => {
    const config = load({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: "0.25" });
    expect(createSampler(config, sampling).toString().startsWith(told)).toBe(true);
  });

  test("of a client's trace by default, of every other all", ({ expect }) => {
    expect(createSampler(load({}), sampling).toString()).toContain("root=AlwaysOnSampler");
  });
});

test("of traces whose ids a client chose, no more are recorded than of others, and by all instances the same", ({
  expect,
}) => {
  // Each of four equal parts, which the SDK's own sampler makes nothing of.
  const chosen = Array.from({ length: 1000 }, (_, i) =>
    (i + 1).toString(16).padStart(8, "0").repeat(4),
  );
  const recordedBy = (sampler: Sampler): string[] =>
    chosen.filter((traceId) => {
      const { decision } = sampler.shouldSample(ROOT_CONTEXT, traceId, "", 1, {}, []);
      return decision === SamplingDecision.RECORD_AND_SAMPLED;
    });
  const config = load({ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" });
  const recorded = recordedBy(createSampler(config, sampling));
  expect(recorded.length).toBeGreaterThan(60);
  expect(recorded.length).toBeLessThan(150);
  const again = createSampler(config, deriveKeys("a secret of a test").sampling);
  expect(recordedBy(again)).toEqual(recorded);
  const others = recordedBy(createSampler(config, deriveKeys("another secret").sampling));
  expect(others).not.toEqual(recorded);
  // The control.
  expect(recordedBy(new TraceIdRatioBasedSampler(0.1))).toEqual(chosen);
});

test("spans that are lost are told of once, and so is the end of that with their number", ({
  expect,
}) => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  let code = ExportResultCode.SUCCESS;
  const exporter = tellOfFailures(
    { export: (_spans, done) => done({ code }), shutdown: () => Promise.resolve() },
    log,
  );
  const results: number[] = [];
  const send = (next: ExportResultCode, count: number): void => {
    code = next;
    exporter.export(
      Array.from({ length: count }, () => ({}) as ReadableSpan),
      (result) => results.push(result.code),
    );
  };
  send(ExportResultCode.SUCCESS, 1);
  expect(lines).toEqual([]);
  send(ExportResultCode.FAILED, 2);
  send(ExportResultCode.FAILED, 3);
  send(ExportResultCode.SUCCESS, 1);
  send(ExportResultCode.SUCCESS, 1);
  const told = lines.map((line) => JSON.parse(line) as { msg: string; lost?: number });
  expect(told.map(({ msg, lost }) => [msg, lost])).toEqual([
    ["traces cannot be exported", undefined],
    ["traces are exported again", 5],
  ]);
  expect(results).toEqual([0, 1, 1, 0, 0]);
});
