import { tracing } from "../tracing/tracing.ts";
import type { Provider } from "./provider.ts";

/** Puts each mail that is handed to a provider in a span, by HTTP or SMTP. Without traces it is the provider itself. */
export function traceProvider(provider: Provider): Provider {
  const tracer = tracing();
  if (!tracer) return provider;
  const attributes = { "latchkey.mail.provider": provider.name };
  const start = { name: "send mail", kind: "internal", attributes } as const;
  return {
    ...provider,
    send: (mail, deadline) =>
      tracer.within(start, async (span) => {
        const delivery = await provider.send(mail, deadline);
        span.set({ "latchkey.mail.result": delivery.kind });
        if (delivery.kind !== "accepted") span.fail(delivery.kind);
        return delivery;
      }),
  };
}
