import type { Logger } from "../log.ts";
import { type TraceConfig, isTraced } from "../trace-config.ts";

/** Begins to make traces, where the configuration says so; until then the SDK is not even loaded. */
export async function openTracing(
  config: TraceConfig,
  log: Logger,
): Promise<AsyncDisposable | null> {
  if (!isTraced(config)) return null;
  const { openSdk } = await import("./open-sdk.ts");
  return await openSdk(config, log);
}
