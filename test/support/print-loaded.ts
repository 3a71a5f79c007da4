import { registerHooks } from "node:module";

// Loaded before the service's entry file on Node: prints each file of OpenTelemetry's that is loaded.
registerHooks({
  load(url, context, next) {
    if (url.includes("@opentelemetry/")) process.stderr.write(`loaded ${url}\n`);
    return next(url, context);
  },
});
