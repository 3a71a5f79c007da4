import { tracing } from "./tracing.ts";

/**
 * Sends a POST in a CLIENT span, with header fields that let the other side go on with the trace. Its address alone is told
 * of the URL: a webhook's path may be a secret. Without traces it is just sent.
 */
export function tracePost<Answer extends { status: number }>(
  url: string,
  send: (fields: Record<string, string>) => Promise<Answer>,
): Promise<Answer> {
  const tracer = tracing();
  if (!tracer) return send({});
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === "https:";
  const attributes = {
    "http.request.method": "POST",
    "url.scheme": protocol.slice(0, -1),
    "server.address": hostname,
    "server.port": port === "" ? (isTls ? 443 : 80) : Number(port),
  };
  return tracer.within({ name: "POST", kind: "client", attributes }, async (span) => {
    const traceparent = tracer.traceparent();
    const answer = await send(traceparent === null ? {} : { traceparent });
    span.set({ "http.response.status_code": answer.status });
    if (answer.status >= 400) span.fail(String(answer.status));
    return answer;
  });
}
