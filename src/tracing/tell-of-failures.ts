import { ExportResultCode } from "@opentelemetry/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import type { Logger } from "../log.ts";

/** Logs when spans begin to be lost, and when that is over: one line each, however many are lost between them. */
export function tellOfFailures(exporter: SpanExporter, log: Logger): SpanExporter {
  let lost = 0;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const isLost = result.code !== ExportResultCode.SUCCESS;
        if (isLost && lost === 0) log.warn({ err: result.error }, "traces cannot be exported");
        if (!isLost && lost > 0) log.info({ lost }, "traces are exported again");
        lost = isLost ? lost + spans.length : 0;
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
